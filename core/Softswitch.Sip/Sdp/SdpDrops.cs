namespace Softswitch.Sip.Sdp;

/// <summary>What a relay takes out of a description on its way to the other leg.</summary>
[Flags]
public enum SdpDrops
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Candidates, credentials and options of ICE (RFC 8839): the relay is the only address there is.</summary>
    Ice = 1,

    /// <summary><c>a=rtcp-mux</c> (RFC 5761): RTCP then has a port of its own.</summary>
    RtcpMux = 2,

    /// <summary><c>a=group:BUNDLE</c> and <c>a=bundle-only</c> (RFC 9143): each stream has a port of its own.</summary>
    Bundle = 4,

    /// <summary><c>a=crypto</c> (RFC 4568).</summary>
    Crypto = 8,

    /// <summary><c>a=fingerprint</c>, <c>a=setup</c>, <c>a=tls-id</c> (RFC 8122, 8842).</summary>
    Dtls = 16,

    /// <summary>What a relay that moves packets unread does: keys pass from end to end, addresses do not.</summary>
    Relay = Ice | RtcpMux | Bundle,
}
