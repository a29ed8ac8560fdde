using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>Where the transports listen, and what they grant to strangers.</summary>
public sealed record SipTransportOptions
{
    /// <summary>Listening points; a <see cref="SipPeer.Listener"/> is an index in this list.</summary>
    public required IReadOnlyList<ListenOptions> Listen { get; init; }

    /// <summary>What a message may measure.</summary>
    public SipLimits Limits { get; init; } = SipLimits.Default;

    /// <summary>Open connections, accepted and opened, 1 or more. Default 20000.</summary>
    public int Connections { get; init; } = 20_000;

    /// <summary>Accepted connections of one source address, 1 or more (many phones can be behind one router). Default 2000.</summary>
    public int ConnectionsPerSource { get; init; } = 2_000;

    /// <summary>Time to connect and, for TLS, to shake hands. Default 5 s.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that a message may take to arrive from its first byte to its last. Default 10 s.</summary>
    public TimeSpan MessageTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a connection may stay without traffic; phones send keep-alives (RFC 5626 §4.4.1: 95 to 120 s). Default 10 min.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time that a peer may take none of what is sent to it before its connection is closed. Default 20 s.</summary>
    public TimeSpan WriteTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes that may wait to be sent on one connection. Default 1 MiB.</summary>
    public int OutgoingQueue { get; init; } = 1 << 20;

    /// <summary>Messages of one connection that may wait for their workers; then the connection is not read. Default 256.</summary>
    public int IncomingQueue { get; init; } = 256;

    /// <summary>Messages that may wait at one worker, handed over by others; further datagrams are dropped. Default 16384.</summary>
    public int HandOverQueue { get; init; } = 16_384;

    /// <summary>Invalid messages a second from one source address that are still looked at and answered. Default 20.</summary>
    public int MalformedPerSecond { get; init; } = 20;

    /// <summary>How the certificates of peers that we connect to are verified. Default: their authority must be trusted.</summary>
    public TlsVerification Verification { get; init; } = TlsVerification.Authority;

    /// <summary>PEM file with further authorities to trust, beside the system's.</summary>
    public string? TrustedAuthorities { get; init; }

    /// <summary>
    /// The name that the certificate of the peer at an address must bear, or null when any name will do: an address alone
    /// does not tell the domain that it was looked up for (RFC 5922 §7.1).
    /// </summary>
    public Func<NetAddress, string?>? PeerName { get; init; }

    /// <summary>Told of failures that concern the operator (a handshake that failed, an accept that failed), one line each. From any thread.</summary>
    public Action<string>? Log { get; init; }
}

/// <summary>How certificates of peers that we connect to by TLS are verified.</summary>
public enum TlsVerification
{
    /// <summary>Any certificate will do: the connection is encrypted, but nobody knows with whom.</summary>
    None,

    /// <summary>Its authority must be trusted, it must be valid now, and it must bear the peer's name where that is known.</summary>
    Authority,
}
