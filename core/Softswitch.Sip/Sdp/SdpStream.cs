using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>What a relay and a call need to know of one media description: a value, found by <see cref="SdpScanner"/>.</summary>
public struct SdpStream
{
    /// <summary>audio, video, image ...</summary>
    public MediaKind Kind { get; internal set; }

    /// <summary>Port 0: the stream is refused or ended (RFC 3264 §6, §8.2).</summary>
    public bool IsRejected { get; internal set; }

    /// <summary>Whether it is RTP, in whatever profile; T.38 over UDPTL and MSRP are not.</summary>
    public bool IsRtp { get; internal set; }

    /// <summary>Where its writer wants to receive; not set where <c>c=</c> gives a host name or the stream is rejected.</summary>
    public NetAddress Rtp { get; internal set; }

    /// <summary>Where its writer wants RTCP: <c>a=rtcp</c>, else the port after RTP's, or RTP's own under rtcp-mux. Not set like <see cref="Rtp"/>.</summary>
    public NetAddress Rtcp { get; internal set; }

    /// <summary>Whether RTP and RTCP may share a port (RFC 5761).</summary>
    public bool RtcpMux { get; internal set; }

    /// <summary>
    /// The stream's direction, the session's where it has none, sendrecv where neither has. The old spelling of hold,
    /// <c>c=0.0.0.0</c>, takes receiving away (RFC 3264 §8.4).
    /// </summary>
    public MediaDirection Direction { get; internal set; }

    /// <summary>Whether its writer has put the other side on hold, in either spelling.</summary>
    public readonly bool IsHeld => !IsRejected && !Direction.HasFlag(MediaDirection.RecvOnly);

    /// <summary>Where the media description begins in the bytes.</summary>
    public int Start { get; internal set; }

    /// <summary>Where it ends.</summary>
    public int End { get; internal set; }

    /// <summary>The bytes of the media description, from <c>m=</c>, in the description it was found in.</summary>
    public readonly ReadOnlySpan<byte> Section(ReadOnlySpan<byte> sdp) => sdp[Start..End];
}
