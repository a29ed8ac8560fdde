using Softswitch.Net;

namespace Softswitch.Sip;

// Our offers within the dialog: re-INVITE (RFC 3261 §14.1) and UPDATE (RFC 3311 §5.1), also as session refreshes (RFC 4028 §7.4).
public sealed partial class InviteSession
{
    /// <summary>How often an offer is tried again after 491 or 500 before its user hears of it.</summary>
    private const int AttemptLimit = 6;

    private ClientTransaction? _offering;
    private ClientTransaction? _refreshing;
    private WheelTimer? _glare;
    private Held _queued;
    private Held _sent;
    private uint _reliableNumber;
    private byte _attempts;
    private bool _isRefresh;

    /// <summary>
    /// Offers: early by UPDATE, confirmed by re-INVITE; null asks the peer for its offer (confirmed only). While another exchange is
    /// going on it waits for its end (the last one waiting counts). Glare is settled inside. Ends with <see cref="ISessionUser.OnOfferAnswered"/>
    /// or <see cref="ISessionUser.OnOfferRejected"/> unless the session ends.
    /// </summary>
    public void Offer(byte[]? sdp, ReadOnlySpan<byte> headers = default)
    {
        if (State is not (SessionState.Early or SessionState.Answered or SessionState.Confirmed)) return;
        _lateSdp = null;
        _queued = new Held(true, 0, sdp, headers.IsEmpty ? null : headers.ToArray());
        _attempts = 0;
        TryOffer();
    }

    /// <summary>Sends the offer that waits, when its time has come.</summary>
    private void TryOffer()
    {
        if (!_queued.IsSet || !MayOffer()) return;
        _sent = _queued;
        _queued = default;
        _isRefresh = false;
        SendOffer(default);
    }

    private bool MayOffer() =>
        _exchange == Exchange.None && _offering is null && !_awaitsAck && !_reliable.IsOutstanding && _glare is not { IsRunning: true }
        && (State == SessionState.Confirmed || (State == SessionState.Early && PeerAllowsUpdate && _queued.Sdp is not null));

    /// <summary>Refreshes the session: by UPDATE, which leaves the media alone, or else by a re-INVITE that repeats what holds.</summary>
    internal void Refresh()
    {
        if (PeerAllowsUpdate && _refreshing is null)
        {
            _challenges = 0;
            SendRefresh(default);
        }
        else if (LocalSdp is not null && _exchange == Exchange.None && _offering is null && !_awaitsAck)
        {
            _sent = new Held(true, 0, LocalSdp, null);
            _isRefresh = true;
            SendOffer(default);
        }
        else
        {
            Timer.Postpone(TimeSpan.FromSeconds(5));
        }
    }

    private void SendRefresh(ReadOnlySpan<byte> authorization)
    {
        var request = Begin(_dialog, SipMethod.Update, _dialog.NextCSeq());
        WriteCapabilities(request.Writer, isRequest: true);
        Timer.WriteRequest(request.Writer);
        request.Writer.Text(authorization);
        _refreshing = request.Send(this);
    }

    private void OnRefreshResponse(SipMessage response)
    {
        _refreshing = null;
        if (State != SessionState.Confirmed) return;
        var status = response.StatusCode;
        if (status < 300)
        {
            Note(response);
            _dialog.RefreshTarget(response);
            Timer.Agree(response);
        }
        else if (TryAnswerChallenge(response, SipMethod.Update)) SendRefresh(_layer.Scratch.Written);
        else if (status == 422 && Timer.TryRaise(response)) SendRefresh(default);
        else if (status is 408 or 481) Lose(status);
        else Timer.Postpone(TimeSpan.FromSeconds(10));
    }

    private void SendOffer(ReadOnlySpan<byte> authorization)
    {
        var method = State == SessionState.Confirmed ? SipMethod.Invite : SipMethod.Update;
        var cseq = _dialog.NextCSeq();
        _exchange = _sent.Sdp is null ? Exchange.OurWish : method == SipMethod.Invite ? Exchange.OurReInvite : Exchange.OurUpdate;
        var request = Begin(_dialog, method, cseq);
        WriteCapabilities(request.Writer, isRequest: true);
        if (_layer.HasSessionTimers && State == SessionState.Confirmed) Timer.WriteRequest(request.Writer);
        request.Writer.Text(authorization).Text(_sent.Headers);
        if (method == SipMethod.Invite)
        {
            _inviteCSeq = cseq;
            _acknowledged = null;
            _reliableNumber = 0;
            _authorization = authorization.IsEmpty ? _authorization : authorization.ToArray();
        }

        _offering = request.Send(SdpType, _sent.Sdp, this);
    }

    private void OnOfferResponse(SipMessage response)
    {
        var status = response.StatusCode;
        if (status < 200)
        {
            OnOfferProgress(response);
            return;
        }

        _offering = null;
        StopLimit();
        if (State >= SessionState.Ending)
        {
            // The session ended meanwhile; a 2xx to a re-INVITE still needs its ACK.
            if (status < 300 && response.Method == SipMethod.Invite) SendAck(_dialog, response.CSeqNumber, null);
        }
        else if (status < 300)
        {
            OnOfferTaken(response);
        }
        else if (!TryOfferAgain(response))
        {
            RefuseOffer(status);
        }
    }

    private void OnOfferTaken(SipMessage response)
    {
        _challenges = 0;
        Note(response);
        _dialog.RefreshTarget(response);
        if (_layer.HasSessionTimers && response.Method == SipMethod.Invite) Timer.Agree(response);
        var exchange = _exchange;
        var sdp = SdpOf(response, RemoteSdp);
        if (exchange == Exchange.OurWish && sdp is not null)
        {
            _exchange = Exchange.TheirAnswer;
            _theirSdp = sdp;
            User.OnOffer(this, sdp);
            return;
        }

        _exchange = Exchange.None;
        if (response.Method == SipMethod.Invite) Acknowledge(null);
        if (exchange is Exchange.OurReInvite or Exchange.OurUpdate) TakeOfferAnswer(sdp);
        else if (exchange == Exchange.OurWish) User.OnOfferRejected(this, 488);
        TryOffer();
    }

    private void TakeOfferAnswer(byte[]? sdp)
    {
        _exchange = Exchange.None;
        if (sdp is null)
        {
            // RFC 3261 §13.2.2.4: a 2xx to an offer had to answer. What held before holds on.
            if (!_isRefresh) User.OnOfferRejected(this, 488);
            return;
        }

        var isSame = ReferenceEquals(sdp, RemoteSdp);
        LocalSdp = _sent.Sdp;
        RemoteSdp = sdp;
        if (!_isRefresh || !isSame) User.OnOfferAnswered(this, sdp);
    }

    private void OnOfferProgress(SipMessage response)
    {
        if (response.Method != SipMethod.Invite || State != SessionState.Confirmed) return;
        if (_limit is not { IsRunning: true }) StartLimit(_layer.Options.RingingLimit);
        if (response.StatusCode == 100 || !response.HasOption(HeaderName.Require, "100rel"u8)) return;
        if (!HeaderSyntax.TryParseSeconds(response[HeaderName.RSeq], out var number) || number == 0) return;
        // An offer in a provisional response to a re-INVITE without one is left for its 2xx to repeat.
        if (_exchange == Exchange.OurWish || (_reliableNumber != 0 && number != _reliableNumber + 1)) return;
        _reliableNumber = number;
        SendPrack(_dialog, number, null);
        if (_exchange == Exchange.OurReInvite && SdpOf(response, RemoteSdp) is { } sdp) TakeOfferAnswer(sdp);
    }

    private bool TryOfferAgain(SipMessage response)
    {
        var status = response.StatusCode;
        if (TryAnswerChallenge(response, response.Method))
        {
            SendOffer(_layer.Scratch.Written);
            return true;
        }

        if (status == 422 && _layer.HasSessionTimers && Timer.TryRaise(response))
        {
            SendOffer(default);
            return true;
        }

        // 500 with Retry-After: the peer is not through with another request of ours (RFC 3261 §14.2).
        var seconds = 0u;
        if (status != 491 && (status != 500 || !response.TryGetSeconds(HeaderName.RetryAfter, out seconds) || seconds > 10)) return false;
        if (++_attempts > AttemptLimit) return false;
        _exchange = Exchange.None;
        var delay = status == 491 ? OfferExchange.GlareDelay(IsOutgoing, _layer.Random) : TimeSpan.FromSeconds(seconds);
        if (_isRefresh) Timer.Postpone(delay);
        else if (!_queued.IsSet) _queued = _sent;
        _glare ??= new WheelTimer(static state => ((InviteSession)state!).TryOffer(), this);
        Worker.Timers.Start(_glare, delay);
        return true;
    }

    private void OnOfferFailed(int status)
    {
        _offering = null;
        StopLimit();
        if (State < SessionState.Ending) RefuseOffer(status);
    }

    private void RefuseOffer(int status)
    {
        _exchange = Exchange.None;
        // RFC 3261 §12.2.1.2, §14.1: with these the dialog itself is gone.
        if (status is 408 or 481 && State == SessionState.Confirmed)
        {
            Lose(status);
            return;
        }

        if (_isRefresh) Timer.Postpone(TimeSpan.FromSeconds(10));
        else User.OnOfferRejected(this, status);
        TryOffer();
    }

    private void StopGlare()
    {
        if (_glare is not null) Worker.Timers.Stop(_glare);
    }
}
