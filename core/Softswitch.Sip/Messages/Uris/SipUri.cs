namespace Softswitch.Sip;

/// <summary>
/// A URI as it stands in a message (RFC 3261 §19.1.1, RFC 3966): views into its bytes, still escaped. A URI of an
/// unknown scheme is valid, with nothing but <see cref="Text"/>, <see cref="SchemeName"/> and <see cref="Opaque"/>.
/// </summary>
public readonly ref struct SipUri
{
    /// <summary>Which scheme it has.</summary>
    public UriScheme Scheme { get; private init; }

    /// <summary>The whole URI.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>The scheme as written: <c>sip</c>.</summary>
    public ReadOnlySpan<byte> SchemeName { get; private init; }

    /// <summary>All that follows the scheme's colon.</summary>
    public ReadOnlySpan<byte> Opaque => Text.IsEmpty ? default : Text[(SchemeName.Length + 1)..];

    /// <summary>The user part, escaped, with the parameters it may hold of its own; for tel: the number. Empty where there is none.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>The password, escaped; empty where there is none.</summary>
    public ReadOnlySpan<byte> Password { get; private init; }

    /// <summary>Host name, IPv4 address or IPv6 address in its brackets; empty for tel:.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>The port, 1 to 65535, or 0 where none is written.</summary>
    public int Port { get; private init; }

    /// <summary>The parameters, without the semicolon they begin with.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>The header components, without the question mark they begin with: <c>Subject=a%20b&amp;Replaces=...</c>.</summary>
    public ReadOnlySpan<byte> Headers { get; private init; }

    /// <summary>Whether it is sip: or sips:.</summary>
    public bool IsSip => Scheme is UriScheme.Sip or UriScheme.Sips;

    /// <summary>Whether it names a loose router: parameter <c>lr</c> (RFC 3261 §19.1.1).</summary>
    public bool IsLooseRouter => TryGetParameter("lr"u8, out _);

    /// <summary>Host and port as written: <c>192.0.2.1:5060</c>.</summary>
    public ReadOnlySpan<byte> HostPort { get; private init; }

    /// <summary>The value of a parameter, escaped as written; true and empty for a flag. Names match whether escaped or not.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        UriComparison.TryFind(Parameters, (byte)';', name, out value);

    /// <summary>The value of a header component, escaped as written.</summary>
    public bool TryGetHeader(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        UriComparison.TryFind(Headers, (byte)'&', name, out value);

    /// <summary>Reads a URI that is nothing but a URI; false where its bytes are none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipUri uri)
    {
        uri = default;
        var colon = text.IndexOf((byte)':');
        if (colon <= 0) return false;
        var name = text[..colon];
        var scheme = SchemeOf(name);
        return scheme switch
        {
            UriScheme.Tel => TryParseTel(text, name, out uri),
            UriScheme.Unknown => TryParseUnknown(text, name, out uri),
            _ => TryParseSip(text, name, scheme, out uri),
        };
    }

    private static UriScheme SchemeOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 when (name[0] | 0x20) == 's' && (name[1] | 0x20) == 'i' && (name[2] | 0x20) == 'p' => UriScheme.Sip,
        4 when HeaderSyntax.EqualsIgnoreCase(name, "sips"u8) => UriScheme.Sips,
        3 when HeaderSyntax.EqualsIgnoreCase(name, "tel"u8) => UriScheme.Tel,
        _ => UriScheme.Unknown,
    };

    private static bool TryParseSip(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, UriScheme scheme, out SipUri uri)
    {
        uri = default;
        ReadOnlySpan<byte> user = default, password = default, parameters = default, headers = default;
        var rest = text[(name.Length + 1)..];
        // A user part can hold ; and ? but nothing else can hold @: it comes first (RFC 3261 §25.1).
        var at = rest.IndexOf((byte)'@');
        if (at >= 0)
        {
            user = rest[..at];
            rest = rest[(at + 1)..];
            var colon = user.IndexOf((byte)':');
            if (colon >= 0)
            {
                password = user[(colon + 1)..];
                user = user[..colon];
            }

            if (user.IsEmpty || !UriSyntax.IsUser(user) || !UriSyntax.IsPassword(password)) return false;
        }

        var question = rest.IndexOf((byte)'?');
        if (question >= 0)
        {
            headers = rest[(question + 1)..];
            rest = rest[..question];
            if (!UriSyntax.IsHeaders(headers)) return false;
        }

        var semicolon = rest.IndexOf((byte)';');
        if (semicolon >= 0)
        {
            parameters = rest[(semicolon + 1)..];
            rest = rest[..semicolon];
            if (!UriSyntax.IsParameters(parameters)) return false;
        }

        if (!HostSyntax.TrySplit(rest, out var host, out var port)) return false;
        uri = new SipUri
        {
            Scheme = scheme,
            Text = text,
            SchemeName = name,
            User = user,
            Password = password,
            Host = host,
            Port = port,
            HostPort = rest,
            Parameters = parameters,
            Headers = headers,
        };
        return true;
    }

    private static bool TryParseTel(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out SipUri uri)
    {
        var number = text[(name.Length + 1)..];
        ReadOnlySpan<byte> parameters = default;
        var semicolon = number.IndexOf((byte)';');
        if (semicolon >= 0)
        {
            parameters = number[(semicolon + 1)..];
            number = number[..semicolon];
        }

        var valid = UriSyntax.IsTelephoneNumber(number) && UriSyntax.IsParameters(parameters);
        uri = valid
            ? new SipUri { Scheme = UriScheme.Tel, Text = text, SchemeName = name, User = number, Parameters = parameters }
            : default;
        return valid;
    }

    private static bool TryParseUnknown(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out SipUri uri)
    {
        var valid = UriSyntax.IsScheme(name) && text.Length > name.Length + 1 && UriSyntax.IsOpaque(text[(name.Length + 1)..]);
        uri = valid ? new SipUri { Text = text, SchemeName = name } : default;
        return valid;
    }
}
