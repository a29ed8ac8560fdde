namespace Softswitch.Sip;

// The peer's INVITE, from its arrival to its ACK (RFC 3261 §13.3).
public sealed partial class InviteSession
{
    private ServerTransaction? _incoming;
    private ServerTransaction? _acknowledging;
    private Retransmission? _retransmission;
    private uint _awaitedCSeq;
    private bool _awaitsAck;
    private bool _isOfferInInvite;
    private byte[]? _lateSdp;

    /// <summary>Incoming, not answered: sends 300 to 699 and ends the session.</summary>
    public void Reject(int status, ReadOnlySpan<byte> reason = default, ReadOnlySpan<byte> headers = default)
    {
        if (IsOutgoing || State is not (SessionState.Incoming or SessionState.Early) || status is < 300 or > 699) return;
        if (status is 401 or 407) _incoming!.Forget();
        SendFinal(status, reason, headers, default);
        End(new EndCause(EndedBy.Local, status));
        CloseIfDone();
    }

    /// <summary>
    /// Incoming: sends 200. <paramref name="sdp"/> is the answer, or the offer where the INVITE had none. Where a reliable
    /// provisional response has given another answer already, it follows as an offer once the session is confirmed.
    /// </summary>
    public void Answer(byte[]? sdp, ReadOnlySpan<byte> headers = default)
    {
        if (IsOutgoing || State is not (SessionState.Incoming or SessionState.Early) || _answer.IsSet) return;
        if (_reliable.IsOutstanding && _reliable.HasSdp)
        {
            // RFC 3262 §3: not before the PRACK that settles what the provisional response said.
            _answer = new Held(true, 200, sdp, headers.IsEmpty ? null : headers.ToArray());
            return;
        }

        EndProvisionals();
        var transaction = _incoming!;
        var response = transaction.NewResponse(200);
        WriteCapabilities(response.Writer, isRequest: false);
        if (_layer.HasSessionTimers) Timer.WriteResponse(response.Writer);
        response.Writer.Text(headers);
        response.Send(SdpType, TakeOurAnswer(sdp));
        AwaitAck(transaction, _awaitedCSeq);
        _dialog.IsConfirmed = true;
        StopLimit();
        Move(SessionEvent.AnswerSent);
    }

    /// <summary>The ACK to a 2xx of ours.</summary>
    internal void OnAck(SipMessage ack)
    {
        if (!_awaitsAck || ack.CSeqNumber != _awaitedCSeq || DialogOf(ack) is null) return;
        _acknowledging!.Acknowledged();
        TakeAck(SdpOf(ack, RemoteSdp));
    }

    private void BeginIncoming(SipMessage invite)
    {
        _incoming!.User = this;
        _exchange = Exchange.TheirInvite;
        _awaitedCSeq = invite.CSeqNumber;
        _peerRequiresReliable = invite.HasOption(HeaderName.Require, "100rel"u8);
        _peerSupportsReliable = _peerRequiresReliable || invite.HasOption(HeaderName.Supported, "100rel"u8);
        RemoteSdp = SdpOf(invite);
        _isOfferInInvite = RemoteSdp is not null;
        Note(invite);
        if (_layer.HasSessionTimers) Timer.Accept(invite);
        // RFC 3261 §13.3.1: the INVITE's own time limit.
        if (invite.TryGetSeconds(HeaderName.Expires, out var seconds) && seconds is > 0 and < 86_400)
            StartLimit(TimeSpan.FromSeconds(seconds));
    }

    private byte[]? TakeOurAnswer(byte[]? sdp)
    {
        if (_exchange != Exchange.TheirInvite)
        {
            // A reliable provisional response has answered: the 2xx has no SDP (RFC 6337 §3.1.2). Another answer is offered later.
            if (sdp is not null && !sdp.AsSpan().SequenceEqual(LocalSdp)) _lateSdp = sdp;
            return null;
        }

        LocalSdp = sdp;
        _exchange = _isOfferInInvite || sdp is null ? Exchange.None : Exchange.OurAnswer;
        return sdp;
    }

    private void AwaitAck(ServerTransaction transaction, uint cseq)
    {
        _awaitsAck = true;
        _acknowledging = transaction;
        _awaitedCSeq = cseq;
        Repeat(transaction, _layer.Timers.T2);
    }

    private void TakeAck(byte[]? sdp)
    {
        StopRepeating();
        _awaitsAck = false;
        _incoming = _acknowledging = null;
        if (State == SessionState.Ending)
        {
            SendOwedBye();
            return;
        }

        var isFirst = Move(SessionEvent.Confirmed);
        if (_exchange == Exchange.OurAnswer)
        {
            _exchange = Exchange.None;
            if (sdp is null)
            {
                // RFC 3261 §13.2.2.4: the ACK had to answer.
                Hangup(new EndCause(EndedBy.Remote, 488));
                return;
            }

            RemoteSdp = sdp;
            User.OnOfferAnswered(this, sdp);
        }

        if (isFirst && State == SessionState.Confirmed) User.OnConfirmed(this);
        if (_lateSdp is { } late && !_queued.IsSet) _queued = new Held(true, 0, late, null);
        _lateSdp = null;
        TryOffer();
    }

    private void OnInviteCancelled(SipMessage cancel)
    {
        if (State is not (SessionState.Incoming or SessionState.Early)) return;
        SendFinal(487, default, default, default);
        End(EndCause.Read(cancel, EndedBy.Remote, 487));
        CloseIfDone();
    }

    private void SendFinal(int status, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> headers, in EndCause cause)
    {
        EndProvisionals();
        if (_incoming is not { } transaction) return;
        _incoming = null;
        var response = transaction.NewResponse(status, reason);
        cause.WriteHeader(response.Writer);
        response.Writer.Text(_layer.Capabilities.Server).Text(headers);
        response.Send();
    }

    /// <summary>Repeats the response that was just sent until it is acknowledged.</summary>
    private void Repeat(ServerTransaction transaction, int maximum)
    {
        _retransmission ??= _layer.RentRetransmission();
        _retransmission.Start(this, transaction, maximum);
    }

    private void StopRepeating()
    {
        if (_retransmission is null) return;
        _retransmission.Stop();
        _layer.Return(_retransmission);
        _retransmission = null;
    }
}
