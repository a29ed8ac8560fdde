namespace Softswitch.Sip;

// The peer's requests within the dialog (RFC 3261 §12.2.2).
public sealed partial class InviteSession
{
    /// <summary>
    /// Sends INFO (or another method that neither offers nor ends) within the dialog; its response is not told.
    /// </summary>
    public void Send(SipMethod method, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, ReadOnlySpan<byte> headers = default)
    {
        if (method is not (SipMethod.Info or SipMethod.Message or SipMethod.Options or SipMethod.Notify)) return;
        if (State is not (SessionState.Early or SessionState.Confirmed) || RemoteTag.IsEmpty) return;
        var request = Begin(_dialog, method, _dialog.NextCSeq());
        if (method == SipMethod.Notify) WriteContact(request.Writer);
        request.Writer.Text(_layer.Capabilities.UserAgent).Text(headers);
        request.Send(contentType, body, this);
    }

    /// <summary>A request with our tag in To, neither ACK nor CANCEL.</summary>
    internal void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        if (DialogOf(request) is not { } dialog)
        {
            transaction.Respond(481);
            return;
        }

        if (!dialog.TryAccept(request, from))
        {
            transaction.Respond(500);
            return;
        }

        if (request.Method == SipMethod.Bye) OnBye(transaction, request);
        else if (State is SessionState.Ending or SessionState.Ended) transaction.Respond(481);
        else Dispatch(transaction, request);
    }

    private void Dispatch(ServerTransaction transaction, SipMessage request)
    {
        if (request.Has(HeaderName.Require) && _layer.TryRefuse(transaction, request)) return;
        switch (request.Method)
        {
            case SipMethod.Invite:
                OnReInvite(transaction, request);
                break;
            case SipMethod.Update:
                OnUpdate(transaction, request);
                break;
            case SipMethod.Prack:
                OnPrack(transaction, request);
                break;
            case SipMethod.Refer:
                OnRefer(transaction, request);
                break;
            case SipMethod.Notify:
                OnNotify(transaction, request);
                break;
            case SipMethod.Options:
                _layer.AnswerOptions(transaction);
                break;
            case SipMethod.Info or SipMethod.Message or SipMethod.Unknown:
                Respond(transaction, User.OnRequest(this, request));
                break;
            default:
                _layer.Refuse(transaction, 405);
                break;
        }
    }

    private void Respond(ServerTransaction transaction, int status)
    {
        if (status is 405 or 415) _layer.Refuse(transaction, status);
        else transaction.Respond(status is >= 200 and < 700 ? status : 500);
    }
}
