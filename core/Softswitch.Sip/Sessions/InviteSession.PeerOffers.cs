namespace Softswitch.Sip;

// The peer's offers within the dialog: re-INVITE (RFC 3261 §14.2), UPDATE (RFC 3311 §5.2), PRACK; and our answers to all offers.
public sealed partial class InviteSession
{
    private ServerTransaction? _offered;
    private byte[]? _theirSdp;
    private uint _offeredCSeq;

    /// <summary>Answers the peer's pending offer, or gives the offer that it asked for.</summary>
    public void AnswerOffer(byte[] sdp)
    {
        var exchange = _exchange;
        if (!exchange.IsPending() || State is SessionState.Ending or SessionState.Ended) return;
        LocalSdp = sdp;
        RemoteSdp = _theirSdp ?? RemoteSdp;
        var asksForOffer = exchange == Exchange.TheirReInvite && _theirSdp is null;
        _theirSdp = null;
        _exchange = asksForOffer ? Exchange.OurAnswer : Exchange.None;
        switch (exchange)
        {
            case Exchange.TheirAnswer:
                Acknowledge(sdp);
                break;
            case Exchange.TheirProvisional:
                AnswerInPrack(sdp);
                break;
            default:
                Accept(sdp);
                break;
        }

        TryOffer();
    }

    /// <summary>Refuses the peer's pending offer with 300 to 699; the session goes on as before. An offer in a response cannot be refused: that ends the session.</summary>
    public void RejectOffer(int status)
    {
        if (!_exchange.IsPending() || State is SessionState.Ending or SessionState.Ended) return;
        if (_exchange is Exchange.TheirAnswer or Exchange.TheirProvisional)
        {
            Hangup(new EndCause(EndedBy.Local, status));
            return;
        }

        DropOffer(status is >= 300 and < 700 ? status : 488);
        TryOffer();
    }

    private void Accept(byte[] sdp)
    {
        var transaction = _offered!;
        _offered = null;
        var response = transaction.NewResponse(200);
        WriteCapabilities(response.Writer, isRequest: false);
        if (_layer.HasSessionTimers && _dialog.IsConfirmed && transaction.Method != SipMethod.Prack) Timer.WriteResponse(response.Writer);
        response.Send(SdpType, sdp);
        if (transaction.Method == SipMethod.Invite) AwaitAck(transaction, _offeredCSeq);
    }

    private void DropOffer(int status)
    {
        _offered?.Respond(status);
        _offered = null;
        _theirSdp = null;
        _exchange = Exchange.None;
    }

    private void OnOfferCancelled()
    {
        DropOffer(487);
        User.OnOfferWithdrawn(this);
        TryOffer();
    }

    private void OnReInvite(ServerTransaction transaction, SipMessage request)
    {
        // RFC 5407 §3.1.4: the ACK was lost or comes late. The peer must have our 2xx to send this, unless an answer is still due.
        if (_awaitsAck && _exchange != Exchange.OurAnswer) TakeAck(null);
        var status = State switch
        {
            // RFC 3261 §14.2: an INVITE of ours is in progress, or theirs before has no final response.
            SessionState.Calling => 491,
            SessionState.Early => IsOutgoing ? 491 : 500,
            SessionState.Incoming => 500,
            SessionState.Confirmed => _offering is not null ? 491 : _exchange.StatusFor(),
            SessionState.Answered => 491,
            _ => 481,
        };
        if (status != 0 || _layer.TryRefuse(transaction, request))
        {
            if (status != 0) _layer.RefuseForNow(transaction, status);
            return;
        }

        RefreshBy(request);
        var sdp = SdpOf(request, RemoteSdp);
        TakeOffer(transaction, Exchange.TheirReInvite, sdp, request.CSeqNumber);
    }

    private void OnUpdate(ServerTransaction transaction, SipMessage request)
    {
        if (_layer.TryRefuse(transaction, request)) return;
        var sdp = SdpOf(request, RemoteSdp);
        if (sdp is null)
        {
            RefreshBy(request);
            var response = transaction.NewResponse(200);
            WriteCapabilities(response.Writer, isRequest: false);
            if (_layer.HasSessionTimers && _dialog.IsConfirmed) Timer.WriteResponse(response.Writer);
            response.Send();
            return;
        }

        var status = _exchange.StatusFor();
        if (status != 0)
        {
            _layer.RefuseForNow(transaction, status);
            return;
        }

        RefreshBy(request);
        TakeOffer(transaction, Exchange.TheirUpdate, sdp, request.CSeqNumber);
    }

    private void RefreshBy(SipMessage request)
    {
        Note(request);
        _dialog.RefreshTarget(request);
        if (_layer.HasSessionTimers && _dialog.IsConfirmed) Timer.Accept(request);
    }

    private void TakeOffer(ServerTransaction transaction, Exchange exchange, byte[]? sdp, uint cseq)
    {
        transaction.User = this;
        _offered = transaction;
        _offeredCSeq = cseq;
        _exchange = exchange;
        _theirSdp = sdp;
        // The same offer again is a session refresh (RFC 4028 §7.4): nothing changes, nobody has to be asked.
        if (sdp is not null && ReferenceEquals(sdp, RemoteSdp) && LocalSdp is { } local) AnswerOffer(local);
        else User.OnOffer(this, sdp);
    }
}
