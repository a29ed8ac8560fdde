using Softswitch.Sip;

namespace Softswitch.Kernel.Registrar;

/// <summary>One registered contact of an extension (RFC 3261 §10). Immutable.</summary>
public sealed record Binding
{
    /// <summary>URI of the Contact, without angle brackets and header parameters: the Request-URI for a call to it.</summary>
    public required byte[] Uri { get; init; }

    /// <summary>
    /// The way to it: where its REGISTER came from, unless the Contact names another port or transport of that very host. Behind NAT
    /// this, and not the URI's host, reaches it. On a stream the connection it registered over, and that port where it is gone.
    /// </summary>
    public required SipPeer Flow { get; init; }

    /// <summary>Path of its REGISTER (RFC 3327), comma-separated as in Route; empty without.</summary>
    public byte[] Path { get; init; } = [];

    /// <summary>Preference in thousandths, 0 to 1000 (RFC 3261 §20.10). Default 1000.</summary>
    public int Q { get; init; } = 1000;

    /// <summary>When it lapses.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Call-ID of its REGISTER.</summary>
    public required byte[] CallId { get; init; }

    /// <summary>CSeq of its REGISTER.</summary>
    public required uint CSeq { get; init; }

    /// <summary>User-Agent of its REGISTER, or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The device (RFC 5626 <c>+sip.instance</c>), without quotes, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The device's flow number (RFC 5626 <c>reg-id</c>), or 0.</summary>
    public int RegId { get; init; }

    /// <summary>Whether the device and its flow number, and not the URI, say which contact this is (RFC 5626 §6).</summary>
    public bool IsFlow => RegId > 0 && InstanceId is not null;
}
