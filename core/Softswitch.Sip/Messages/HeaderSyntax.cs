namespace Softswitch.Sip;

/// <summary>The few rules of RFC 3261 §25 that every header shares: white space, quoted strings, angle brackets, parameters.</summary>
public static class HeaderSyntax
{
    /// <summary>Without white space (SP, HTAB, CR, LF) at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);

    /// <summary>First comma that is not within quotes or angle brackets, or -1.</summary>
    public static int IndexOfComma(ReadOnlySpan<byte> text) => IndexOfOutside(text, (byte)',');

    /// <summary>First <paramref name="wanted"/> that is not within a quoted string or angle brackets, or -1.</summary>
    public static int IndexOfOutside(ReadOnlySpan<byte> text, byte wanted)
    {
        var from = 0;
        while (true)
        {
            var at = text[from..].IndexOfAny(wanted, (byte)'"', (byte)'<');
            if (at < 0) return -1;
            at += from;
            if (text[at] == wanted) return at;
            var end = text[at] == '"' ? EndOfQuoted(text, at) : EndOfBracketed(text, at);
            if (end < 0) return -1;
            from = end + 1;
        }
    }

    /// <summary>The value of parameter <paramref name="name"/> in <c>;a=b;c="d"</c>, quotes kept; true and empty for a flag.</summary>
    public static bool TryGetParameter(ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        while (parameters.Length > 0)
        {
            var end = IndexOfOutside(parameters, (byte)';');
            var one = Trim(end < 0 ? parameters : parameters[..end]);
            parameters = end < 0 ? default : parameters[(end + 1)..];
            var equals = one.IndexOf((byte)'=');
            var key = equals < 0 ? one : Trim(one[..equals]);
            if (!EqualsIgnoreCase(key, name)) continue;
            value = equals < 0 ? default : Trim(one[(equals + 1)..]);
            return true;
        }

        return false;
    }

    /// <summary>Compares tokens as SIP does: letters of US-ASCII without regard to case.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        System.Text.Ascii.EqualsIgnoreCase(one, other);

    private static int EndOfQuoted(ReadOnlySpan<byte> text, int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i;
        }

        return -1;
    }

    private static int EndOfBracketed(ReadOnlySpan<byte> text, int open)
    {
        var close = text[open..].IndexOf((byte)'>');
        return close < 0 ? -1 : open + close;
    }
}
