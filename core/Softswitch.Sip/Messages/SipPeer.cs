using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>How messages travel.</summary>
public enum SipTransport : byte
{
    Udp,
    Tcp,
    Tls,
    Ws,
    Wss,
}

/// <summary>
/// The other end of a message's way: where one came from and where its answer goes back to. For a stream transport
/// <paramref name="Connection"/> names the very connection (0: any open connection to the address, else a new one).
/// </summary>
/// <param name="Transport">The transport.</param>
/// <param name="Remote">Address and port on the wire, whatever the headers claim.</param>
/// <param name="Listener">Which of our listening points, from 0 in the order of configuration.</param>
/// <param name="Connection">The connection's number, unique in this process, or 0.</param>
/// <param name="Listens">
/// Whether the peer itself listens at <paramref name="Remote"/> (its Contact says so), however <paramref name="Connection"/> came to be: where
/// that is gone, another is opened (RFC 3261 §18.1.1). Else <paramref name="Remote"/> is a mere source port that nobody can connect to.
/// </param>
public readonly record struct SipPeer(SipTransport Transport, NetAddress Remote, ushort Listener = 0, long Connection = 0, bool Listens = false)
{
    /// <summary>Whether a connection to it may be opened: by no means to one that is known by its own connection only.</summary>
    public bool MayBeConnectedTo => Connection == 0 || Listens;

    /// <summary>Whether the transport itself retransmits: everything but UDP.</summary>
    public bool IsReliable => Transport != SipTransport.Udp;

    /// <summary>Whether the transport is encrypted.</summary>
    public bool IsSecure => Transport is SipTransport.Tls or SipTransport.Wss;

    /// <inheritdoc/>
    public override string ToString() => $"{Transport.ToString().ToLowerInvariant()}:{Remote}";
}
