namespace Softswitch.Sip;

/// <summary>A published event state (RFC 3903). Immutable: each PUBLISH makes another.</summary>
public sealed record Publication
{
    /// <summary>Its package.</summary>
    public required IPublicationPackage Package { get; init; }

    /// <summary>What it is about, by the name that the package gave it.</summary>
    public required string Resource { get; init; }

    /// <summary>Type of the body.</summary>
    public required byte[] ContentType { get; init; }

    /// <summary>The state itself.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When it lapses.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The same for all states that one publisher made of one another; unique.</summary>
    public required ulong Id { get; init; }

    /// <summary>Entity tag of this very state (§6): 16 hexadecimal digits on the wire.</summary>
    public required ulong Tag { get; init; }
}
