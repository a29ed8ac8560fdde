using System.Buffers.Text;

namespace Softswitch.Sip;

/// <summary>
/// A dialog as RFC 3261 §12 has it: identifiers, sequence numbers, remote target and route set, early or confirmed. It knows how
/// to begin a request within itself and where that goes; what is said within it is its user's business.
/// </summary>
public sealed partial class Dialog
{
    /// <summary>
    /// How far beyond its INVITE the BYE of a forgotten fork is numbered: PRACKs and UPDATEs of its early dialog may have used the numbers
    /// between, and a gap is no mistake (RFC 3261 §12.2.2).
    /// </summary>
    private const uint StrayCSeqGap = 1000;

    private DialogText _text;
    private ushort _tagStart;
    private ushort _tagLength;
    private bool _hasRemoteCSeq;

    private Dialog(ulong localTag, in DialogText text, in SipPeer peer)
    {
        LocalTag = localTag;
        Peer = peer;
        _text = text;
        FindTag();
    }

    /// <summary>Our tag; 16 hexadecimal digits on the wire.</summary>
    public ulong LocalTag { get; }

    /// <summary>Where the peer's messages come from.</summary>
    public SipPeer Peer { get; private set; }

    /// <summary>CSeq of the last request we sent.</summary>
    public uint LocalCSeq { get; private set; }

    /// <summary>CSeq of the last request of the peer.</summary>
    public uint RemoteCSeq { get; private set; }

    /// <summary>Whether a 2xx has confirmed it.</summary>
    public bool IsConfirmed { get; internal set; }

    /// <summary>Whether all goes by <c>sips:</c> (RFC 3261 §12.1.1).</summary>
    public bool IsSecure { get; private init; }

    /// <summary>Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => _text.CallId;

    /// <summary>Our side's From or To value, without tag.</summary>
    public ReadOnlySpan<byte> LocalParty => _text.LocalParty;

    /// <summary>The peer's From or To value, as it wrote it, with its tag where it has one.</summary>
    public ReadOnlySpan<byte> RemoteParty => _text.RemoteParty;

    /// <summary>The peer's tag; empty before there is one, or from a peer of RFC 2543 that has none.</summary>
    public ReadOnlySpan<byte> RemoteTag => _text.RemoteParty.Slice(_tagStart, _tagLength);

    /// <summary>Remote target: the URI of the peer's Contact.</summary>
    public ReadOnlySpan<byte> RemoteTarget => _text.RemoteTarget;

    /// <summary>Route set: values of Route in order, comma-separated.</summary>
    public ReadOnlySpan<byte> Routes => _text.Routes;

    /// <summary>User part of our Contact; perhaps empty.</summary>
    public ReadOnlySpan<byte> ContactUser => _text.ContactUser;

    /// <summary>Reads a tag of ours, 16 hexadecimal digits.</summary>
    public static bool TryReadTag(ReadOnlySpan<byte> text, out ulong tag)
    {
        tag = 0;
        return text.Length == 16 && Utf8Parser.TryParse(text, out tag, out var length, 'x') && length == 16;
    }

    /// <summary>The UAS's dialog (§12.1.1), from the request that makes it.</summary>
    public static Dialog ForRequest(SipMessage request, ulong localTag, in SipPeer from)
    {
        var to = request[HeaderName.To];
        var target = ContactOf(request);
        var routes = request.Has(HeaderName.RecordRoute) ? stackalloc byte[RouteSet.LengthLimit] : default;
        routes = routes[..RouteSet.Write(request, reversed: false, routes)];
        var text = DialogText.Of(request.CallId, to, request[HeaderName.From], target, routes, UserOf(to));
        return new Dialog(localTag, text, from)
        {
            RemoteCSeq = request.CSeqNumber,
            _hasRemoteCSeq = true,
            IsSecure = from.IsSecure && IsSips(request.RequestUri),
        };
    }

    /// <summary>What the UAC has before a response: enough to send the request that makes the dialog.</summary>
    public static Dialog ForOwnRequest(in DialogStart start, ReadOnlySpan<byte> callId, ulong localTag)
    {
        var user = start.ContactUser.IsEmpty ? UserOf(start.From) : start.ContactUser;
        var text = DialogText.Of(callId, start.From, start.To, start.RequestUri, start.Route, user);
        return new Dialog(localTag, text, start.Target) { IsSecure = start.Target.IsSecure && IsSips(start.RequestUri) };
    }

    /// <summary>The dialog that a response to <paramref name="call"/>'s request makes (§12.1.2); each To tag makes another.</summary>
    public static Dialog ForResponse(Dialog call, SipMessage response)
    {
        var dialog = new Dialog(call.LocalTag, call._text, call.Peer) { LocalCSeq = call.LocalCSeq, IsSecure = call.IsSecure };
        dialog.Establish(response);
        return dialog;
    }

    /// <summary>The dialog of a 2xx to an INVITE of ours that nobody remembers (RFC 6026 §8.4): only fit to acknowledge and end it.</summary>
    public static Dialog? ForStray(SipMessage response, in SipPeer from)
    {
        if (!TryReadTag(response.FromTag, out var tag)) return null;
        var value = response[HeaderName.From];
        var text = DialogText.Of(response.CallId, WithoutTag(value), response[HeaderName.To], from.IsSecure ? "sips:"u8 : "sip:"u8, default, default);
        var dialog = new Dialog(tag, text, from) { LocalCSeq = response.CSeqNumber + StrayCSeqGap };
        dialog.Establish(response);
        return dialog;
    }

    /// <summary>
    /// Takes remote party, target and route set from a response of the UAS. The 2xx counts, whatever provisional responses
    /// said before (RFC 3261 §13.2.2.4).
    /// </summary>
    public void Establish(SipMessage response)
    {
        var remote = response[HeaderName.To];
        var target = ContactOf(response);
        if (target.IsEmpty) target = RemoteTarget;
        var routes = response.Has(HeaderName.RecordRoute) ? stackalloc byte[RouteSet.LengthLimit] : default;
        routes = routes[..RouteSet.Write(response, reversed: true, routes)];
        if (remote.SequenceEqual(RemoteParty) && target.SequenceEqual(RemoteTarget) && routes.SequenceEqual(Routes)) return;
        _text = DialogText.Of(CallId, LocalParty, remote, target, routes, ContactUser);
        FindTag();
    }

    /// <summary>Whether a request with our tag is of this dialog: its Call-ID and the peer's tag.</summary>
    public bool Owns(SipMessage request) => request.CallId.SequenceEqual(CallId) && request.FromTag.SequenceEqual(RemoteTag);

    /// <summary>
    /// Takes note of a request of the peer: its number and where it came from. False where it is out of order, to be answered with
    /// 500 (§12.2.2).
    /// </summary>
    public bool TryAccept(SipMessage request, in SipPeer from)
    {
        if (_hasRemoteCSeq && request.CSeqNumber < RemoteCSeq) return false;
        RemoteCSeq = request.CSeqNumber;
        _hasRemoteCSeq = true;
        Peer = from;
        return true;
    }

    /// <summary>Takes the remote target from a target refresh: a re-INVITE or UPDATE, or a 2xx to one (§12.2).</summary>
    public void RefreshTarget(SipMessage message)
    {
        var target = ContactOf(message);
        if (target.IsEmpty || target.SequenceEqual(RemoteTarget)) return;
        _text = DialogText.Of(CallId, LocalParty, RemoteParty, target, Routes, ContactUser);
    }

    /// <summary>The number of our next request.</summary>
    public uint NextCSeq() => ++LocalCSeq;

    private static ReadOnlySpan<byte> ContactOf(SipMessage message) =>
        message.TryGetAddress(HeaderName.Contact, out var contact) && !contact.IsStar ? contact.Uri : default;

    private static ReadOnlySpan<byte> UserOf(ReadOnlySpan<byte> party) =>
        NameAddr.TryParse(party, out var address) && address.TryGetUri(out var uri) && uri.IsSip ? uri.User : default;

    private static bool IsSips(ReadOnlySpan<byte> uri) => uri.Length > 5 && HeaderSyntax.EqualsIgnoreCase(uri[..5], "sips:"u8);

    private static ReadOnlySpan<byte> WithoutTag(ReadOnlySpan<byte> value)
    {
        var semicolon = HeaderSyntax.IndexOfOutside(value, (byte)';');
        return semicolon < 0 ? value : value[..semicolon];
    }

    private void FindTag()
    {
        _tagStart = _tagLength = 0;
        var party = _text.RemoteParty;
        if (!NameAddr.TryParse(party, out var address) || address.Tag is not { IsEmpty: false } tag) return;
        if (!party.Overlaps(tag, out var start)) return;
        _tagStart = (ushort)start;
        _tagLength = (ushort)tag.Length;
    }
}
