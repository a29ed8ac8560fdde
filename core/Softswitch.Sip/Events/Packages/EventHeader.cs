namespace Softswitch.Sip;

/// <summary>The Event header field (RFC 6665 §8.2.1): package with its templates, and the id that tells subscriptions of one dialog apart.</summary>
public readonly ref struct EventHeader
{
    /// <summary>The package: <c>dialog</c>, <c>presence.winfo</c>.</summary>
    public ReadOnlySpan<byte> Package { get; private init; }

    /// <summary>The <c>id</c>; empty where there is none.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    /// <summary>All parameters, without the semicolon they begin with.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>Reads the value; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out EventHeader header)
    {
        var semicolon = value.IndexOf((byte)';');
        var package = HeaderSyntax.Trim(semicolon < 0 ? value : value[..semicolon]);
        var parameters = semicolon < 0 ? default : value[(semicolon + 1)..];
        _ = HeaderSyntax.TryGetParameter(parameters, "id"u8, out var id);
        header = new EventHeader { Package = package, Id = id, Parameters = parameters };
        return HeaderSyntax.IsToken(package);
    }

    /// <summary>Whether both are the same event: package and id byte by byte, whatever else they say (§8.2.1).</summary>
    public bool IsSame(in EventHeader other) => Package.SequenceEqual(other.Package) && Id.SequenceEqual(other.Id);
}
