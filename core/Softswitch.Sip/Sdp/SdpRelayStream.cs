using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>Where the other leg is to send one stream: a relay's port. The default value rejects the stream (port 0).</summary>
/// <param name="Rtp">Address and port for media.</param>
/// <param name="RtcpPort">Port for RTCP at the same address; 0 when it is the one after RTP's and need not be said.</param>
public readonly record struct SdpRelayStream(NetAddress Rtp, ushort RtcpPort = 0);
