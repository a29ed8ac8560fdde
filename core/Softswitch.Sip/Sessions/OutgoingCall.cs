namespace Softswitch.Sip;

/// <summary>What an outgoing INVITE is made of. Spans are copied by <see cref="SessionLayer.Call"/>.</summary>
public readonly ref struct OutgoingCall
{
    /// <summary>Where the INVITE is sent to: next hop, or the flow of a registered phone.</summary>
    public required SipPeer Target { get; init; }

    /// <summary>Request-URI.</summary>
    public required ReadOnlySpan<byte> RequestUri { get; init; }

    /// <summary>Value of From without a tag: <c>"Alice" &lt;sip:alice@acme.example&gt;</c>.</summary>
    public required ReadOnlySpan<byte> From { get; init; }

    /// <summary>Value of To without a tag.</summary>
    public required ReadOnlySpan<byte> To { get; init; }

    /// <summary>Who hears of the session.</summary>
    public required ISessionUser User { get; init; }

    /// <summary>The user's own, see <see cref="InviteSession.Owner"/>.</summary>
    public object? Owner { get; init; }

    /// <summary>The offer; null sends an INVITE without one.</summary>
    public byte[]? Sdp { get; init; }

    /// <summary>
    /// Without an offer: whether the user answers one that comes in a provisional response. Otherwise the peer is not told that we
    /// understand 100rel, and offers in its 2xx. Default false.
    /// </summary>
    public bool AnswersEarly { get; init; }

    /// <summary>Values of Route, comma-separated: an outbound proxy, the Path of a registration. Default empty.</summary>
    public ReadOnlySpan<byte> Route { get; init; }

    /// <summary>More header fields as they stand on the wire, each ended with CRLF. Default empty.</summary>
    public ReadOnlySpan<byte> Headers { get; init; }

    /// <summary>User part of our Contact. Default: that of <see cref="From"/>.</summary>
    public ReadOnlySpan<byte> ContactUser { get; init; }

    /// <summary>Answers 401 and 407; null leaves them to <see cref="ISessionUser.OnRejected"/>.</summary>
    public ISipCredentials? Credentials { get; init; }

    /// <summary>Max-Forwards, 0 to 255: what <see cref="RequestInspector.HopsLeft"/> says of the request it goes on from. Default, for a call that begins here: 70.</summary>
    public int? MaxForwards { get; init; }
}
