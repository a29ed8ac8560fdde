using System.Text;

namespace Softswitch.Sip;

/// <summary>A REFER that we sent, until its last notification.</summary>
internal sealed class OutgoingRefer(uint id, bool notifies)
{
    /// <summary>CSeq of the REFER.</summary>
    public uint Id { get; } = id;

    /// <summary>Whether we asked to be notified.</summary>
    public bool Notifies { get; } = notifies;
}

// REFER within the dialog, both ways (RFC 3515, RFC 4488).
public sealed partial class InviteSession
{
    private List<OutgoingRefer>? _sentRefers;
    private List<ReferRequest>? _takenRefers;

    /// <summary>
    /// Confirmed: sends REFER. <paramref name="referTo"/> is the whole value of Refer-To. Returns its number for
    /// <see cref="ISessionUser.OnReferProgress"/>; 0 where the state does not allow it.
    /// </summary>
    public uint Refer(ReadOnlySpan<byte> referTo, ReadOnlySpan<byte> referredBy = default, bool notifies = true, ReadOnlySpan<byte> headers = default)
    {
        if (State != SessionState.Confirmed || _sentRefers?.Count >= _layer.Options.ReferLimit) return 0;
        var refer = new OutgoingRefer(_dialog.NextCSeq(), notifies);
        (_sentRefers ??= []).Add(refer);
        var request = Begin(_dialog, SipMethod.Refer, refer.Id);
        WriteCapabilities(request.Writer, isRequest: true);
        request.Writer.Header(HeaderName.ReferTo, referTo);
        if (!referredBy.IsEmpty) request.Writer.Header(HeaderName.ReferredBy, referredBy);
        if (!notifies) request.Writer.Header(HeaderName.ReferSub, "false"u8);
        request.Writer.Text(headers);
        request.Send(this, refer);
        return refer.Id;
    }

    /// <summary>Sends NOTIFY of a REFER that we took.</summary>
    internal void SendNotify(ReferRequest refer, int status, ReadOnlySpan<byte> reason)
    {
        var request = Begin(_dialog, SipMethod.Notify, _dialog.NextCSeq());
        var writer = request.Writer;
        WriteContact(writer);
        writer.Text(_layer.Capabilities.UserAgent).Begin(HeaderName.Event).Text("refer;id="u8).Number(refer.Id).End();
        // RFC 3515 §2.4.7: a final status is the last thing there is to tell.
        writer.Header(HeaderName.SubscriptionState, status >= 200 ? "terminated;reason=noresource"u8 : "active;expires=180"u8);
        var fragment = _layer.Scratch.Status(status, reason.IsEmpty ? ReasonPhrases.Of(status) : reason);
        request.Send("message/sipfrag;version=2.0"u8, fragment.Written, this, refer);
    }

    /// <summary>Nothing more is told of a REFER that we took.</summary>
    internal void Forget(ReferRequest refer) => _takenRefers?.Remove(refer);

    private void OnRefer(ServerTransaction transaction, SipMessage request)
    {
        // RFC 3515 §2.4.2: exactly one Refer-To.
        if (!ReferTo.TryParse(request[HeaderName.ReferTo], out _))
        {
            transaction.Respond(400);
            return;
        }

        if (State != SessionState.Confirmed || _takenRefers?.Count >= _layer.Options.ReferLimit)
        {
            transaction.Respond(486);
            return;
        }

        var referredBy = request[HeaderName.ReferredBy];
        // RFC 4488 §4: the referrer may do without the subscription.
        var notifies = !HeaderSyntax.EqualsIgnoreCase(request[HeaderName.ReferSub], "false"u8);
        var refer = new ReferRequest(
            this, transaction, request.CSeqNumber, request[HeaderName.ReferTo].ToArray(),
            referredBy.IsEmpty ? null : referredBy.ToArray(), notifies);
        transaction.User = this;
        transaction.Context = refer;
        (_takenRefers ??= []).Add(refer);
        User.OnReferred(this, refer);
    }

    /// <summary>The response to a REFER that the user has decided on.</summary>
    internal void RespondToRefer(ServerTransaction transaction, int status, bool notifies)
    {
        var response = transaction.NewResponse(status);
        if (status < 300)
        {
            WriteContact(response.Writer);
            if (!notifies) response.Writer.Header(HeaderName.ReferSub, "false"u8);
        }

        response.Writer.Text(_layer.Capabilities.Server);
        response.Send();
    }

    private void OnReferResponse(OutgoingRefer refer, SipMessage response)
    {
        var status = response.StatusCode;
        if (status >= 300)
        {
            EndRefer(refer, status);
            if (status == 481) Lose(status);
            return;
        }

        // RFC 4488 §4: the answer says whether there is a subscription. The first NOTIFY may have overtaken it.
        if (HeaderSyntax.EqualsIgnoreCase(response[HeaderName.ReferSub], "false"u8) || !refer.Notifies) EndRefer(refer, 202);
        else if (_sentRefers?.Contains(refer) == true) User.OnReferProgress(this, new ReferProgress(refer.Id, 202, IsFinal: false));
    }

    private void EndRefer(OutgoingRefer refer, int status)
    {
        if (_sentRefers?.Remove(refer) == true) User.OnReferProgress(this, new ReferProgress(refer.Id, status, IsFinal: true));
    }

    private void OnNotify(ServerTransaction transaction, SipMessage request)
    {
        var package = request[HeaderName.Event];
        if (!EventIs(package, "refer"u8))
        {
            // Another usage of a shared dialog (RFC 5057), or a phone feature such as "talk": the user's.
            Respond(transaction, User.OnRequest(this, request));
            return;
        }

        if (FindSentRefer(package) is not { } refer)
        {
            transaction.Respond(481);
            return;
        }

        transaction.Respond(200);
        var isFinal = request[HeaderName.SubscriptionState].StartsWith("terminated"u8);
        var status = StatusOfFragment(request.Body);
        if (isFinal) _sentRefers!.Remove(refer);
        if (status > 0 || isFinal) User.OnReferProgress(this, new ReferProgress(refer.Id, status > 0 ? status : 200, isFinal));
    }

    private OutgoingRefer? FindSentRefer(ReadOnlySpan<byte> package)
    {
        if (_sentRefers is not { Count: > 0 }) return null;
        var semicolon = package.IndexOf((byte)';');
        if (semicolon < 0 || !HeaderSyntax.TryGetParameter(package[(semicolon + 1)..], "id"u8, out var text)) return _sentRefers[0];
        if (!HeaderSyntax.TryParseSeconds(text, out var id)) return null;
        foreach (var refer in _sentRefers)
        {
            if (refer.Id == id) return refer;
        }

        return null;
    }

    private void ForgetRefers()
    {
        _sentRefers = null;
        if (_takenRefers is null) return;
        var taken = _takenRefers;
        _takenRefers = null;
        foreach (var refer in taken) refer.End();
    }

    private static bool EventIs(ReadOnlySpan<byte> value, ReadOnlySpan<byte> package)
    {
        var semicolon = value.IndexOf((byte)';');
        return HeaderSyntax.EqualsIgnoreCase(HeaderSyntax.Trim(semicolon < 0 ? value : value[..semicolon]), package);
    }

    /// <summary>Status of a status line in a message/sipfrag (RFC 3420); 0 where there is none.</summary>
    private static int StatusOfFragment(ReadOnlySpan<byte> fragment)
    {
        if (!Ascii.EqualsIgnoreCase(fragment[..Math.Min(8, fragment.Length)], "SIP/2.0 "u8)) return 0;
        return fragment.Length >= 11 && HeaderSyntax.TryParseNumber(fragment[8..11], 699, out var status) && status >= 100 ? status : 0;
    }
}
