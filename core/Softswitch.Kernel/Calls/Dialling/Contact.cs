using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>One place to send an INVITE to.</summary>
/// <param name="RequestUri">Its Request-URI.</param>
/// <param name="Target">Where on the wire.</param>
/// <param name="Route">Values of Route, comma-separated; empty without.</param>
internal readonly record struct Contact(byte[] RequestUri, SipPeer Target, byte[] Route);
