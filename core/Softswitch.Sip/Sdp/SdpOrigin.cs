using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>Our <c>o=</c> line of one leg: the same session identity for as long as the leg lives (RFC 3264 §8).</summary>
/// <param name="SessionId">Unique among our legs.</param>
/// <param name="Version">One more whenever the content changes.</param>
/// <param name="Address">The address that the line names.</param>
public readonly record struct SdpOrigin(ulong SessionId, ulong Version, NetAddress Address);
