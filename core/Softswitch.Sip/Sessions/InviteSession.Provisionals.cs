namespace Softswitch.Sip;

// Our provisional responses, reliable ones with their PRACK (RFC 3261 §13.3.1.1, RFC 3262 §3).
public sealed partial class InviteSession
{
    /// <summary>Provisional responses that may wait for the PRACK of the one before; beyond it the oldest is left out.</summary>
    private const int WaitingLimit = 8;

    private ReliableState _reliable;
    private Queue<Held>? _waiting;
    private Held _answer;
    private bool _peerSupportsReliable;
    private bool _peerRequiresReliable;

    /// <summary>Something that has to wait its turn: a provisional response, the answer, an offer.</summary>
    private readonly record struct Held(bool IsSet, int Status, byte[]? Sdp, byte[]? Headers);

    /// <summary>The reliable response that waits for its PRACK.</summary>
    private record struct ReliableState(uint Number, bool IsOutstanding, bool HasSdp);

    /// <summary>
    /// Incoming: sends 101 to 199, reliably as <see cref="SessionOptions.Reliable"/> says. <paramref name="sdp"/> is the answer
    /// (or, where the INVITE had none, an offer: it then goes only into a reliable response).
    /// </summary>
    public void Ring(int status, byte[]? sdp = null, ReadOnlySpan<byte> headers = default)
    {
        if (IsOutgoing || State is not (SessionState.Incoming or SessionState.Early) || _answer.IsSet || status is <= 100 or > 199) return;
        if (_reliable.IsOutstanding)
        {
            // RFC 3262 §3: one after the other, so that none overtakes the other.
            _waiting ??= new Queue<Held>();
            if (_waiting.Count == WaitingLimit) _waiting.Dequeue();
            _waiting.Enqueue(new Held(true, status, sdp, headers.IsEmpty ? null : headers.ToArray()));
        }
        else
        {
            SendProvisional(status, sdp, headers);
        }

        Move(SessionEvent.Rang);
    }

    private void SendProvisional(int status, byte[]? sdp, ReadOnlySpan<byte> headers)
    {
        if (IsReliable(sdp)) SendReliable(status, sdp, headers);
        else SendUnreliable(status, _isOfferInInvite ? TakeEarlyAnswer(sdp, isReliable: false) : null, headers);
    }

    private void RepeatEveryMinute()
    {
        _retransmission ??= _layer.RentRetransmission();
        _retransmission.StartEveryMinute(this, _incoming!);
    }

    private bool IsReliable(byte[]? sdp) =>
        _peerRequiresReliable || (_peerSupportsReliable && _layer.Options.Reliable switch
        {
            ReliableProvisionals.WhenSupported => true,
            ReliableProvisionals.WithSdp => sdp is not null,
            _ => false,
        });

    private void SendUnreliable(int status, byte[]? sdp, ReadOnlySpan<byte> headers)
    {
        var response = _incoming!.NewResponse(status);
        WriteCapabilities(response.Writer, isRequest: false);
        response.Writer.Text(headers);
        response.Send(SdpType, sdp);
        RepeatEveryMinute();
    }

    private void SendReliable(int status, byte[]? sdp, ReadOnlySpan<byte> headers)
    {
        // RFC 3262 §3: the first number is random from 1 to 2^31-1.
        var number = _reliable.Number == 0 ? 1 + (uint)_layer.Random.Next(int.MaxValue - 1) : _reliable.Number + 1;
        var body = TakeEarlyAnswer(sdp, isReliable: true);
        _reliable = new ReliableState(number, IsOutstanding: true, body is not null);
        var response = _incoming!.NewResponse(status);
        WriteCapabilities(response.Writer, isRequest: false);
        response.Writer.Header(HeaderName.Require, "100rel"u8).Header(HeaderName.RSeq, number).Text(headers);
        response.Send(SdpType, body);
        Repeat(_incoming, int.MaxValue);
    }

    private byte[]? TakeEarlyAnswer(byte[]? sdp, bool isReliable)
    {
        if (sdp is null) return null;
        if (_exchange != Exchange.TheirInvite)
        {
            if (!sdp.AsSpan().SequenceEqual(LocalSdp)) _lateSdp = sdp;
            return null;
        }

        LocalSdp = sdp;
        if (isReliable) _exchange = _isOfferInInvite ? Exchange.None : Exchange.OurProvisional;
        return sdp;
    }

    private void OnPrack(ServerTransaction transaction, SipMessage prack)
    {
        if (!_reliable.IsOutstanding || !RAck.TryParse(prack[HeaderName.RAck], out var acknowledged)
            || acknowledged.ResponseNumber != _reliable.Number || acknowledged.CSeqNumber != _awaitedCSeq)
        {
            transaction.Respond(481);
            return;
        }

        RepeatEveryMinute();
        _reliable.IsOutstanding = false;
        var sdp = SdpOf(prack, RemoteSdp);
        if (_exchange == Exchange.OurProvisional)
        {
            TakePrackAnswer(transaction, sdp);
        }
        else if (sdp is not null && _exchange == Exchange.None)
        {
            TakeOffer(transaction, Exchange.TheirPrack, sdp, prack.CSeqNumber);
        }
        else
        {
            transaction.Respond(200);
        }

        GoOn();
    }

    private void TakePrackAnswer(ServerTransaction transaction, byte[]? sdp)
    {
        transaction.Respond(200);
        if (sdp is null)
        {
            // RFC 3262 §5: the PRACK had to answer.
            Hangup(new EndCause(EndedBy.Remote, 488));
            return;
        }

        _exchange = Exchange.None;
        RemoteSdp = sdp;
        User.OnOfferAnswered(this, sdp);
    }

    /// <summary>What had to wait for the PRACK.</summary>
    private void GoOn()
    {
        if (State is not (SessionState.Incoming or SessionState.Early) || IsOutgoing || _reliable.IsOutstanding) return;
        if (_waiting is { Count: > 0 })
        {
            var next = _waiting.Dequeue();
            SendProvisional(next.Status, next.Sdp, next.Headers);
            GoOn();
        }
        else if (_answer.IsSet)
        {
            var answer = _answer;
            _answer = default;
            Answer(answer.Sdp, answer.Headers);
        }
        else
        {
            TryOffer();
        }
    }

    /// <summary>A final response: nothing provisional is sent any more.</summary>
    private void EndProvisionals()
    {
        if (!_awaitsAck) StopRepeating();
        _reliable.IsOutstanding = false;
        _waiting = null;
        _answer = default;
    }
}
