namespace Softswitch.Sip;

/// <summary>
/// The value of From, To, Contact, Route, Refer-To and their kind (RFC 3261 §20.10): a URI, perhaps with a display name
/// and angle brackets, and the parameters of the header field. Without brackets every parameter is the header field's.
/// </summary>
public readonly ref struct NameAddr
{
    /// <summary>The display name as written, without the quotes around it and with its escapes; empty where there is none.</summary>
    public ReadOnlySpan<byte> DisplayName { get; private init; }

    /// <summary>The URI, without brackets; <c>*</c> in the Contact that removes all bindings.</summary>
    public ReadOnlySpan<byte> Uri { get; private init; }

    /// <summary>The header field's parameters, without the semicolon they begin with.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>Whether the URI stands in angle brackets.</summary>
    public bool IsBracketed { get; private init; }

    /// <summary>Whether it is the <c>*</c> of a Contact.</summary>
    public bool IsStar => Uri.Length == 1 && Uri[0] == '*' && !IsBracketed;

    /// <summary>The <c>tag</c> parameter; empty where there is none.</summary>
    public ReadOnlySpan<byte> Tag => TryGetParameter("tag"u8, out var tag) ? tag : default;

    /// <summary>The value of a parameter of the header field; true and empty for a flag.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        HeaderSyntax.TryGetParameter(Parameters, name, out value);

    /// <summary>Reads the URI.</summary>
    public bool TryGetUri(out SipUri uri) => SipUri.TryParse(Uri, out uri);

    /// <summary>
    /// Reads one value. False where quotes or brackets do not match, or there is no URI; the URI itself is looked at only by
    /// <see cref="TryGetUri"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out NameAddr address)
    {
        address = default;
        value = HeaderSyntax.Trim(value);
        if (value.IsEmpty) return false;
        ReadOnlySpan<byte> display = default;
        if (value[0] == '"')
        {
            var end = HeaderSyntax.EndOfQuoted(value, 0);
            if (end < 0) return false;
            display = value[1..end];
            value = HeaderSyntax.Trim(value[(end + 1)..]);
            if (value.IsEmpty || value[0] != '<') return false;
        }

        var open = value.IndexOfAny((byte)'<', (byte)';');
        if (open < 0 || value[open] == ';') return TryParseBare(value, open, out address);
        if (open > 0) display = HeaderSyntax.Trim(value[..open]);
        var close = value.IndexOf((byte)'>');
        if (close <= open + 1) return false;
        var parameters = HeaderSyntax.Trim(value[(close + 1)..]);
        if (!parameters.IsEmpty && parameters[0] != ';') return false;
        address = new NameAddr
        {
            DisplayName = display,
            Uri = value[(open + 1)..close],
            Parameters = parameters.IsEmpty ? default : parameters[1..],
            IsBracketed = true,
        };
        return true;
    }

    private static bool TryParseBare(ReadOnlySpan<byte> value, int semicolon, out NameAddr address)
    {
        var uri = semicolon < 0 ? value : HeaderSyntax.Trim(value[..semicolon]);
        address = new NameAddr { Uri = uri, Parameters = semicolon < 0 ? default : value[(semicolon + 1)..] };
        return !uri.IsEmpty;
    }
}
