namespace Softswitch.Sip;

/// <summary>One value of Reason (RFC 3326): <c>Q.850;cause=16;text="Normal call clearing"</c>.</summary>
public readonly ref struct Reason
{
    /// <summary>The protocol that the cause is of: <c>SIP</c>, <c>Q.850</c>.</summary>
    public ReadOnlySpan<byte> Protocol { get; private init; }

    /// <summary>The cause, or 0 where none is written.</summary>
    public int Cause { get; private init; }

    /// <summary>The text, without quotes and with its escapes; empty where there is none.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Whether the cause is one of ISDN's (Q.850).</summary>
    public bool IsQ850 => HeaderSyntax.EqualsIgnoreCase(Protocol, "Q.850"u8);

    /// <summary>Whether the cause is a SIP status code.</summary>
    public bool IsSip => HeaderSyntax.EqualsIgnoreCase(Protocol, "SIP"u8);

    /// <summary>Reads one value; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out Reason reason)
    {
        reason = default;
        var semicolon = value.IndexOf((byte)';');
        var protocol = HeaderSyntax.Trim(semicolon < 0 ? value : value[..semicolon]);
        if (!HeaderSyntax.IsToken(protocol)) return false;
        var parameters = semicolon < 0 ? default : value[(semicolon + 1)..];
        var cause = 0;
        if (HeaderSyntax.TryGetParameter(parameters, "cause"u8, out var number)) _ = HeaderSyntax.TryParseNumber(number, 999, out cause);
        _ = HeaderSyntax.TryGetParameter(parameters, "text"u8, out var text);
        reason = new Reason { Protocol = protocol, Cause = cause, Text = HeaderSyntax.WithoutQuotes(text) };
        return true;
    }
}
