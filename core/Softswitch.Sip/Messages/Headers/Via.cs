namespace Softswitch.Sip;

/// <summary>One value of Via (RFC 3261 §20.42, RFC 3581).</summary>
public readonly ref struct Via
{
    /// <summary>Protocol name: <c>SIP</c>.</summary>
    public ReadOnlySpan<byte> Protocol { get; private init; }

    /// <summary>Protocol version: <c>2.0</c>.</summary>
    public ReadOnlySpan<byte> Version { get; private init; }

    /// <summary>Transport as written: <c>UDP</c>.</summary>
    public ReadOnlySpan<byte> Transport { get; private init; }

    /// <summary>Host of sent-by: a name or an address, IPv6 in brackets.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>Port of sent-by, or 0 where none is written.</summary>
    public int Port { get; private init; }

    /// <summary>The parameters, without the semicolon they begin with.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>The branch; empty where there is none (RFC 2543).</summary>
    public ReadOnlySpan<byte> Branch { get; private init; }

    /// <summary>Address that the request came from, IPv6 with or without brackets (RFC 5118 §4.5); empty where it is not said.</summary>
    public ReadOnlySpan<byte> Received { get; private init; }

    /// <summary>Whether rport stands there, with or without a value.</summary>
    public bool HasRport { get; private init; }

    /// <summary>Value of rport, or 0.</summary>
    public int Rport { get; private init; }

    /// <summary>Where responses go instead of sent-by; empty where it is not said.</summary>
    public ReadOnlySpan<byte> Maddr { get; private init; }

    /// <summary>0 to 255, or -1 where it is not said.</summary>
    public int Ttl { get; private init; }

    /// <summary>Whether the branch is unique as RFC 3261 §8.1.1.7 has it: the magic cookie and something after it.</summary>
    public bool HasUniqueBranch => Branch.Length > 7 && HeaderSyntax.EqualsIgnoreCase(Branch[..7], "z9hG4bK"u8);

    /// <summary>The value of any parameter; true and empty for a flag.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        HeaderSyntax.TryGetParameter(Parameters, name, out value);

    /// <summary>Reads one value; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out Via via)
    {
        via = default;
        if (!TryReadProtocol(ref value, out var protocol, out var version)) return false;
        value = HeaderSyntax.TrimStart(value);
        var blank = value.IndexOfAny(" \t\r\n"u8);
        if (blank <= 0) return false;
        var transport = value[..blank];
        if (!HeaderSyntax.IsToken(transport)) return false;
        value = value[(blank + 1)..];
        var semicolon = value.IndexOf((byte)';');
        var sentBy = HeaderSyntax.Trim(semicolon < 0 ? value : value[..semicolon]);
        if (!TryReadSentBy(sentBy, out var host, out var port)) return false;
        ReadOnlySpan<byte> branch = default, received = default, maddr = default;
        int rport = 0, ttl = -1;
        var hasRport = false;
        var parameters = semicolon < 0 ? default : value[(semicolon + 1)..];
        foreach (var parameter in HeaderSyntax.Parameters(parameters))
        {
            if (parameter.Is("branch"u8)) branch = parameter.Value;
            else if (parameter.Is("received"u8)) received = parameter.Value;
            else if (parameter.Is("maddr"u8)) maddr = parameter.Value;
            else if (parameter.Is("ttl"u8)) ttl = HeaderSyntax.TryParseNumber(parameter.Value, 255, out var number) ? number : -1;
            else if (parameter.Is("rport"u8))
            {
                hasRport = true;
                _ = HeaderSyntax.TryParseNumber(parameter.Value, 65_535, out rport);
            }
        }

        via = new Via
        {
            Protocol = protocol,
            Version = version,
            Transport = transport,
            Host = host,
            Port = port,
            Parameters = parameters,
            Branch = branch,
            Received = received,
            HasRport = hasRport,
            Rport = rport,
            Maddr = maddr,
            Ttl = ttl,
        };
        return true;
    }

    private static bool TryReadProtocol(scoped ref ReadOnlySpan<byte> value, out ReadOnlySpan<byte> protocol, out ReadOnlySpan<byte> version)
    {
        if (value.StartsWith("SIP/2.0/"u8))
        {
            protocol = value[..3];
            version = value[4..7];
            value = value[8..];
            return true;
        }

        // White space may stand around the slashes (RFC 3261 §25.1: SLASH).
        version = default;
        return TryReadToken(ref value, (byte)'/', out protocol) && TryReadToken(ref value, (byte)'/', out version);
    }

    private static bool TryReadToken(scoped ref ReadOnlySpan<byte> value, byte end, out ReadOnlySpan<byte> token)
    {
        var at = value.IndexOf(end);
        token = at < 0 ? default : HeaderSyntax.Trim(value[..at]);
        if (!HeaderSyntax.IsToken(token)) return false;
        value = value[(at + 1)..];
        return true;
    }

    private static bool TryReadSentBy(ReadOnlySpan<byte> sentBy, out ReadOnlySpan<byte> host, out int port)
    {
        if (HostSyntax.TrySplit(sentBy, out host, out port)) return true;
        // White space may stand around the colon (RFC 3261 §25.1: COLON).
        var colon = sentBy.LastIndexOf((byte)':');
        if (colon < 0) return false;
        host = HeaderSyntax.Trim(sentBy[..colon]);
        return HeaderSyntax.TryParseNumber(HeaderSyntax.Trim(sentBy[(colon + 1)..]), 65_535, out port) && port > 0 && HostSyntax.IsHost(host);
    }
}
