namespace Softswitch.Sip;

// Our INVITE, from its sending to its final response (RFC 3261 §13.2).
public sealed partial class InviteSession
{
    /// <summary>Challenges answered for one request: by the peer and by proxies, and each once more for a nonce that went stale.</summary>
    private const int ChallengeLimit = 4;

    private ClientTransaction? _invite;

    // What the INVITE is sent with, beside the dialogs that its responses make; until one of them is confirmed.
    private Dialog? _call;
    private uint _inviteCSeq;
    private byte[]? _headers;
    private byte[]? _authorization;
    private int _authorizationStatus;
    private byte _maxForwards;
    private byte _challenges;
    private bool _isReliable;
    private byte[]? _acknowledged;

    /// <summary>Sends the INVITE; the session is in the table already.</summary>
    internal void Start() => SendInvite();

    private void BeginOutgoing(in OutgoingCall call)
    {
        LocalSdp = call.Sdp;
        _exchange = call.Sdp is null ? Exchange.OurWish : Exchange.OurInvite;
        _isReliable = call.Sdp is not null || call.AnswersEarly;
        _headers = call.Headers.IsEmpty ? null : call.Headers.ToArray();
        _maxForwards = (byte)Math.Clamp(call.MaxForwards ?? 70, 0, 255);
    }

    private void SendInvite()
    {
        _dialog = _call!;
        _inviteCSeq = _dialog.NextCSeq();
        var request = _layer.Transactions.NewRequest(SipMethod.Invite, _dialog.RequestUri, _dialog.Peer, _maxForwards);
        var writer = request.Writer;
        _dialog.WriteHeaders(writer, SipMethod.Invite, _inviteCSeq);
        WriteContact(writer);
        writer.Text(_isReliable ? _layer.Capabilities.OfRequest : _layer.Capabilities.OfUnreliableInvite);
        if (_layer.HasSessionTimers) Timer.WriteRequest(writer);
        writer.Text(_authorization).Text(_headers);
        _invite = request.Send(SdpType, LocalSdp, this);
    }

    private void OnInviteResponse(SipMessage response)
    {
        var status = response.StatusCode;
        if (status < 200) OnProvisional(response);
        else if (status < 300) OnSuccess(response, _dialog.Peer);
        else OnInviteRefused(response);
    }

    private void OnProvisional(SipMessage response)
    {
        if (State == SessionState.Ending) return;
        // Timer C (RFC 3261 §16.6): from here the transaction waits for as long as we let it.
        if (_limit is null) StartLimit(_layer.Options.RingingLimit);
        if (response.StatusCode == 100) return;
        Note(response);
        if (response.ToTag.IsEmpty || ForkOf(response) is not { } fork)
        {
            User.OnProgress(this, response, null);
            return;
        }

        if (!TryTakeReliable(fork, response)) return;
        _dialog = fork.Dialog;
        Move(SessionEvent.Rang);
        User.OnProgress(this, response, TakeEarlySdp(fork, response));
        TryOffer();
    }

    /// <summary>A 2xx: the first confirms the session; further ones are retransmissions, of other forks, or too late (§13.2.2.4).</summary>
    internal void OnSuccess(SipMessage response, in SipPeer from)
    {
        if (response.CSeqNumber != _inviteCSeq || State is SessionState.Confirmed)
        {
            OnFurtherSuccess(response, from);
            return;
        }

        _invite = null;
        if (State == SessionState.Ending)
        {
            // It crossed our CANCEL: the session it makes is ended at once (§9.1, RFC 5407 §3.1.2).
            _layer.EndFork(response, from);
            CloseIfDone();
            return;
        }

        _headers = null;
        StopLimit();
        var fork = ForkOf(response);
        _forks = null;
        _call = null;
        if (fork is not null) _dialog = fork.Dialog;
        _dialog.Establish(response);
        _dialog.IsConfirmed = true;
        Note(response);
        if (_layer.HasSessionTimers) Timer.Agree(response);
        Move(SessionEvent.Confirmed);
        var sdp = TakeAnswerSdp(fork, response);
        if (_exchange != Exchange.TheirAnswer) Acknowledge(null);
        User.OnAnswered(this, response, sdp);
        TryOffer();
    }

    private byte[]? TakeAnswerSdp(Fork? fork, SipMessage response)
    {
        var sdp = SdpOf(response, fork?.Sdp);
        switch (_exchange)
        {
            case Exchange.OurInvite:
                _exchange = Exchange.None;
                return RemoteSdp = sdp ?? fork?.Sdp;
            case Exchange.OurWish when sdp is not null:
                _exchange = Exchange.TheirAnswer;
                return RemoteSdp = sdp;
            case Exchange.OurWish:
                // RFC 3261 §13.2.1: it had to offer. There is no session to speak of; the user sees that by the missing SDP.
                _exchange = Exchange.None;
                return null;
            default:
                // The exchange was over with a reliable provisional response: SDP is not looked at again (§13.2.1).
                return RemoteSdp;
        }
    }

    /// <summary>ACK to the 2xx of the last INVITE or re-INVITE, with the answer where the 2xx offered.</summary>
    private void Acknowledge(byte[]? sdp)
    {
        _acknowledged = sdp;
        SendAck(_dialog, _inviteCSeq, sdp);
    }

    private void SendAck(Dialog dialog, uint cseq, byte[]? sdp)
    {
        var request = Begin(dialog, SipMethod.Ack, cseq);
        // RFC 3261 §22.1: an ACK cannot be challenged, it has the credentials of its INVITE.
        request.Writer.Text(_authorization);
        request.SendOnly(SdpType, sdp);
    }

    private void OnFurtherSuccess(SipMessage response, in SipPeer from)
    {
        if (!response.ToTag.SequenceEqual(_dialog.RemoteTag))
        {
            _layer.EndFork(response, from);
            return;
        }

        // Retransmitted: the ACK was lost (§13.2.2.4). With an offer unanswered the ACK has not been sent yet.
        if (_exchange == Exchange.TheirAnswer && response.CSeqNumber == _inviteCSeq) return;
        if (_dialog.IsConfirmed) SendAck(_dialog, response.CSeqNumber, response.CSeqNumber == _inviteCSeq ? _acknowledged : null);
    }

    private void OnInviteRefused(SipMessage response)
    {
        _invite = null;
        _forks = null;
        var status = response.StatusCode;
        if (State == SessionState.Ending)
        {
            CloseIfDone();
            return;
        }

        if (TryAnswerChallenge(response, SipMethod.Invite))
        {
            Authorize(status);
            SendInvite();
        }
        else if (status == 422 && _layer.HasSessionTimers && Timer.TryRaise(response))
        {
            SendInvite();
        }
        else
        {
            Refuse(EndCause.Read(response, EndedBy.Remote, status), response);
        }
    }

    private void OnInviteFailed(int status)
    {
        _invite = null;
        if (State == SessionState.Ending) CloseIfDone();
        else Refuse(new EndCause(EndedBy.Network, status), null);
    }

    private void Refuse(in EndCause cause, SipMessage? response)
    {
        Leave();
        User.OnRejected(this, cause.Status, response);
        User.OnEnded(this, cause);
        CloseIfDone();
    }

    /// <summary>Keeps the credentials in the scratch writer beside those for the other kind of challenge (§22.3).</summary>
    private void Authorize(int status)
    {
        var added = _layer.Scratch.Written;
        _authorization = _authorization is null || _authorizationStatus == status ? added.ToArray() : [.. _authorization, .. added];
        _authorizationStatus = status;
    }

    /// <summary>Our INVITE has rung for too long.</summary>
    private void OnRungOut()
    {
        _invite?.Cancel(default);
        Leave();
        User.OnRejected(this, 408, null);
        User.OnEnded(this, new EndCause(EndedBy.Network, 408));
        CloseIfDone();
    }
}
