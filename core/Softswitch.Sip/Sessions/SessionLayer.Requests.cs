namespace Softswitch.Sip;

// Which way a request, an ACK or a late response goes.
public sealed partial class SessionLayer
{
    private readonly IRequestHandler?[] _handlers = new IRequestHandler?[(int)SipMethod.Message + 1];

    /// <summary>
    /// Gives a method outside of INVITE dialogs to <paramref name="handler"/>: REGISTER, SUBSCRIBE, PUBLISH, MESSAGE, NOTIFY, REFER, or
    /// OPTIONS instead of the answer that the layer itself gives.
    /// </summary>
    public void Handle(SipMethod method, IRequestHandler handler)
    {
        _handlers[(int)method] = handler;
        Capabilities = new Capabilities(
            Options, Enumerable.Range(0, _handlers.Length).Where(i => _handlers[i] is not null).Select(i => (SipMethod)i));
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        var tag = request.ToTag;
        if (!tag.IsEmpty && _table.Find(tag) is { } session && request.CallId.SequenceEqual(session.CallId)) session.OnRequest(transaction, request, from);
        else if (request.Method == SipMethod.Invite && tag.IsEmpty) OnInvite(transaction, request, from);
        // A registrar has extensions of its own (path, outbound), and looks itself.
        else if (tag.IsEmpty && request.Method != SipMethod.Register && RequestInspector.Inspect(request, Capabilities.Uas) is { IsGood: false } verdict) Refuse(transaction, request, verdict);
        else if (_handlers[(int)request.Method] is { } handler) handler.OnRequest(transaction, request, from);
        else if (!tag.IsEmpty) transaction.Respond(481);
        else RefuseMethod(transaction, request);
    }

    /// <inheritdoc/>
    public void OnAck(SipMessage ack, in SipPeer from) => _table.Find(ack.ToTag)?.OnAck(ack);

    /// <inheritdoc/>
    public void OnStrayResponse(SipMessage response, in SipPeer from)
    {
        if (_table.Find(response.FromTag) is { } session && session.CallId.SequenceEqual(response.CallId)) session.OnSuccess(response, from);
        else EndFork(response, from);
    }

    /// <summary>
    /// Refuses a session's request that asks for what we do not understand (RFC 3261 §8.2), or refreshes too often (RFC 4028 §9). False
    /// where it may go on.
    /// </summary>
    internal bool TryRefuse(ServerTransaction transaction, SipMessage request)
    {
        if (RequestInspector.Inspect(request, Capabilities.Uas) is { IsGood: false } verdict)
        {
            Refuse(transaction, request, verdict);
            return true;
        }

        if (!HasSessionTimers || !SessionTimer.IsTooSmall(request, Options)) return false;
        var response = transaction.NewResponse(422);
        response.Writer.Header(HeaderName.MinSe, (long)Math.Max(90, Options.MinSessionExpires.TotalSeconds)).Text(Capabilities.Server);
        response.Send();
        return true;
    }

    /// <summary>491, or 500 with the time after which it may be tried again (RFC 3261 §14.2, RFC 3311 §5.2).</summary>
    internal void RefuseForNow(ServerTransaction transaction, int status)
    {
        var response = transaction.NewResponse(status);
        if (status == 500) response.Writer.Header(HeaderName.RetryAfter, Random.Next(11));
        response.Writer.Text(Capabilities.Server);
        response.Send();
    }

    /// <summary>405 with Allow, 415 with Accept.</summary>
    internal void Refuse(ServerTransaction transaction, int status)
    {
        var response = transaction.NewResponse(status);
        if (status == 415) response.Writer.Header(HeaderName.Accept, "application/sdp"u8).Header(HeaderName.AcceptEncoding, "identity"u8);
        else response.Writer.Text(Capabilities.Allow);
        response.Writer.Text(Capabilities.Server);
        response.Send();
    }

    /// <summary>The refusal that RFC 3261 §8.2 has for a request outside of dialogs.</summary>
    private void Refuse(ServerTransaction transaction, SipMessage request, in RequestVerdict verdict)
    {
        var response = transaction.NewResponse(verdict.Status, System.Text.Encoding.ASCII.GetBytes(verdict.Reason));
        verdict.WriteHeaders(response.Writer, request, Capabilities.Uas);
        response.Writer.Text(Capabilities.Server);
        response.Send();
    }

    /// <summary>200 with what we understand (RFC 3261 §11.2).</summary>
    internal void AnswerOptions(ServerTransaction transaction)
    {
        var response = transaction.NewResponse(200);
        response.Writer.Text(Capabilities.OfOptions);
        response.Send();
    }

    private void OnInvite(ServerTransaction transaction, SipMessage invite, in SipPeer from)
    {
        if (TryRefuse(transaction, invite)) return;
        // RFC 3261 §8.1.1.8: without a Contact there is nowhere to send requests within the dialog to; without a tag no dialog.
        if (!invite.TryGetAddress(HeaderName.Contact, out var contact) || contact.IsStar)
        {
            transaction.Respond(400);
            return;
        }

        var session = new InviteSession(this, transaction, invite, from) { User = _user };
        if (!_table.TryAdd(session))
        {
            transaction.Respond(500);
            return;
        }

        var isTaken = false;
        try
        {
            _user.OnIncoming(session, invite);
            isTaken = true;
        }
        finally
        {
            // A fault above must not leave a session that nobody will ever end.
            if (!isTaken) session.Hangup(new EndCause(EndedBy.Local, 500));
        }
    }

    private void RefuseMethod(ServerTransaction transaction, SipMessage request)
    {
        switch (request.Method)
        {
            case SipMethod.Options:
                AnswerOptions(transaction);
                break;
            case SipMethod.Bye or SipMethod.Prack or SipMethod.Update or SipMethod.Info:
                // Only within a dialog.
                transaction.Respond(481);
                break;
            default:
                Refuse(transaction, 405);
                break;
        }
    }
}
