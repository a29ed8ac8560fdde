namespace Softswitch.Sip;

// Every way a session ends, and what is still owed to the peer afterwards: the end of a cancelled INVITE, a BYE that has to wait for the ACK,
// the response to our BYE. When none of it is left the session leaves the table.
public sealed partial class InviteSession
{
    private EndCause _cause;
    private bool _owesBye;
    private bool _awaitsByeResponse;

    /// <summary>
    /// Ends the session, whatever its state: CANCEL, final response (<see cref="EndCause.Status"/> where it is 300 to 699, otherwise that of
    /// its Q.850 cause) or BYE, with a Reason header field. No effect once it has ended.
    /// </summary>
    public void Hangup(in EndCause cause)
    {
        switch (State)
        {
            case SessionState.Calling or SessionState.Early when IsOutgoing:
                Cancel(cause);
                break;
            case SessionState.Incoming or SessionState.Early:
                SendFinal(cause.Status is >= 300 and < 700 ? cause.Status : CauseMap.ToSip(cause.Q850), default, default, cause);
                break;
            case SessionState.Answered:
                // RFC 3261 §15: no BYE before the ACK has come, or cannot come any more.
                _owesBye = true;
                _cause = cause;
                break;
            case SessionState.Confirmed:
                SendBye(cause);
                break;
            default:
                return;
        }

        End(cause);
        CloseIfDone();
    }

    private void Cancel(in EndCause cause)
    {
        var scratch = _layer.Scratch.Clear();
        cause.WriteValue(scratch);
        _invite?.Cancel(scratch.Written);
    }

    private void SendBye(in EndCause cause)
    {
        // A 2xx whose offer the user has not answered still has to be acknowledged.
        if (_exchange == Exchange.TheirAnswer) Acknowledge(null);
        StopRepeating();
        _awaitsAck = false;
        _cause = cause;
        _challenges = 0;
        _awaitsByeResponse = true;
        SendBye(default(ReadOnlySpan<byte>));
    }

    private void SendBye(ReadOnlySpan<byte> authorization)
    {
        var request = Begin(_dialog, SipMethod.Bye, _dialog.NextCSeq());
        _cause.WriteHeader(request.Writer);
        request.Writer.Text(authorization).Text(_layer.Capabilities.UserAgent);
        request.Send(this);
    }

    private void OnByeResponse(SipMessage response)
    {
        if (response.StatusCode < 200) return;
        if (TryAnswerChallenge(response, SipMethod.Bye)) SendBye(_layer.Scratch.Written);
        else OnByeDone();
    }

    private void OnByeDone()
    {
        _awaitsByeResponse = false;
        CloseIfDone();
    }

    /// <summary>The peer does not know the dialog any more, or cannot be reached (RFC 3261 §12.2.1.2): BYE, for it might be there after all.</summary>
    private void Lose(int status)
    {
        if (State != SessionState.Confirmed) return;
        var cause = new EndCause(EndedBy.Network, status);
        SendBye(cause);
        End(cause);
    }

    /// <summary>The session was not refreshed in time (RFC 4028 §10).</summary>
    internal void Expire() => Lose(408);

    private void OnBye(ServerTransaction transaction, SipMessage bye)
    {
        transaction.Respond(200);
        // RFC 3261 §15.1.2: the INVITE that is still pending gets its final response too.
        if (State is SessionState.Incoming or SessionState.Early && !IsOutgoing) SendFinal(487, default, default, default);
        // The callee must not end an early dialog by BYE (§15), but what it says is clear.
        if (State is SessionState.Calling or SessionState.Early) _invite?.Cancel(default);
        StopRepeating();
        _awaitsAck = _owesBye = false;
        if (State != SessionState.Ending) End(EndCause.Read(bye, EndedBy.Remote));
        CloseIfDone();
    }

    /// <summary>The time for a final response is over.</summary>
    private void OnLimit()
    {
        switch (State)
        {
            case SessionState.Calling or SessionState.Early when IsOutgoing:
                OnRungOut();
                break;
            case SessionState.Incoming or SessionState.Early:
                // RFC 3261 §13.3.1: the INVITE expired.
                SendFinal(487, default, default, default);
                End(new EndCause(EndedBy.Network, 487));
                CloseIfDone();
                break;
            default:
                // A re-INVITE that nobody answers for good.
                _offering?.Cancel(default);
                break;
        }
    }

    /// <summary>Nothing has acknowledged our response within 64*T1.</summary>
    internal void OnNotAcknowledged()
    {
        StopRepeating();
        if (!_awaitsAck)
        {
            // RFC 3262 §3: the reliable provisional response, and with it the INVITE.
            SendFinal(504, default, default, default);
            End(new EndCause(EndedBy.Network, 504));
            CloseIfDone();
            return;
        }

        // RFC 3261 §13.3.1.4: the dialog is confirmed all the same, and ends by BYE.
        _awaitsAck = false;
        if (State == SessionState.Ending)
        {
            SendOwedBye();
            return;
        }

        var cause = new EndCause(EndedBy.Network, 408);
        SendBye(cause);
        End(cause);
    }

    /// <summary>The BYE of a session that was ended before its ACK.</summary>
    private void SendOwedBye()
    {
        if (_owesBye) SendBye(_cause);
        _owesBye = false;
        CloseIfDone();
    }

    private void End(in EndCause cause)
    {
        if (Leave()) User.OnEnded(this, cause);
    }

    /// <summary>To <see cref="SessionState.Ending"/>: no clock of the session itself goes on, and no request of the peer stays unanswered.</summary>
    private bool Leave()
    {
        if (!Move(SessionEvent.Over)) return false;
        _timer?.Stop();
        StopLimit();
        StopGlare();
        _queued = default;
        // A re-INVITE that the peer has not answered would wait for ever.
        _offering?.Cancel(default);
        _offered?.Respond(487);
        _offered = null;
        ForgetRefers();
        return true;
    }

    /// <summary>Leaves the table when nothing is owed any more.</summary>
    private void CloseIfDone()
    {
        if (_invite is not null || _owesBye || _awaitsByeResponse || !Move(SessionEvent.Done)) return;
        StopRepeating();
        StopLimit();
        _offering?.Abandon();
        _refreshing?.Abandon();
        _offering = _refreshing = null;
        _incoming = _acknowledging = null;
        _forks = null;
        LocalSdp = RemoteSdp = _acknowledged = null;
        _layer.Remove(this);
    }
}
