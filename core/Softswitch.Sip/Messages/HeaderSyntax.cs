using System.Buffers;

namespace Softswitch.Sip;

/// <summary>The few rules of RFC 3261 §25 that every header shares: white space, quoted strings, angle brackets, parameters.</summary>
public static class HeaderSyntax
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"u8);

    /// <summary>Without white space (SP, HTAB, CR, LF) at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && IsWhite(text[end - 1])) end--;
        return TrimStart(text[..end]);
    }

    /// <summary>Without white space at the front.</summary>
    internal static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && IsWhite(text[start])) start++;
        return text[start..];
    }

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
        foreach (var parameter in new ParameterEnumerator(parameters))
        {
            if (!parameter.Is(name)) continue;
            value = parameter.Value;
            return true;
        }

        return false;
    }

    /// <summary>Walks <c>a=b;c="d"</c>; empty parameters are left out. Use with <c>foreach</c>.</summary>
    public static ParameterEnumerator Parameters(ReadOnlySpan<byte> parameters) => new(parameters);

    /// <summary>Whether it is a token: one or more of the bytes that RFC 3261 §25.1 allows in one.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    /// <summary>What stands within the quotes of a quoted string, escapes kept; anything else as it is.</summary>
    public static ReadOnlySpan<byte> WithoutQuotes(ReadOnlySpan<byte> text) =>
        text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;

    /// <summary>
    /// Writes what a quoted string says: without its quotes and backslashes. Returns how many bytes were written, at most
    /// as many as <paramref name="text"/> has, which <paramref name="destination"/> must hold.
    /// </summary>
    public static int Unquote(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var inner = WithoutQuotes(text);
        var written = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && i + 1 < inner.Length) i++;
            destination[written++] = inner[i];
        }

        return written;
    }

    /// <summary>Reads a decimal number that fills the whole of <paramref name="text"/>; false where it is none or above <paramref name="maximum"/>.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> text, int maximum, out int number)
    {
        var digits = CountDigits(text, maximum, out var value);
        var isNumber = digits > 0 && digits == text.Length;
        number = isNumber ? (int)value : 0;
        return isNumber;
    }

    /// <summary>Reads delta-seconds (RFC 3261 §25.1); what is larger than 2³²−1 counts as that. False where it is no number.</summary>
    public static bool TryParseSeconds(ReadOnlySpan<byte> text, out uint seconds)
    {
        seconds = 0;
        text = Trim(text);
        if (text.IsEmpty) return false;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            var next = (seconds * 10UL) + (uint)(digit - '0');
            seconds = next > uint.MaxValue ? uint.MaxValue : (uint)next;
        }

        return true;
    }

    /// <summary>Cuts a decimal number and the white space around it off the front of <paramref name="text"/>; false where there is none or it is above <paramref name="maximum"/>.</summary>
    internal static bool TryReadNumber(scoped ref ReadOnlySpan<byte> text, long maximum, out long number)
    {
        text = TrimStart(text);
        var digits = CountDigits(text, maximum, out number);
        if (digits <= 0) return false;
        text = Trim(text[digits..]);
        return true;
    }

    /// <summary>Compares tokens as SIP does: letters of US-ASCII without regard to case.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        System.Text.Ascii.EqualsIgnoreCase(one, other);

    /// <summary>Place of the quote that closes the quoted string beginning at <paramref name="open"/>, or -1.</summary>
    internal static int EndOfQuoted(ReadOnlySpan<byte> text, int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i;
        }

        return -1;
    }

    private static bool IsWhite(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>Digits at the front of <paramref name="text"/>, and the number they are; -1 where it is above <paramref name="maximum"/>.</summary>
    private static int CountDigits(ReadOnlySpan<byte> text, long maximum, out long number)
    {
        number = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit > 9) return i;
            number = (number * 10) + digit;
            if (number > maximum) return -1;
        }

        return text.Length;
    }

    private static int EndOfBracketed(ReadOnlySpan<byte> text, int open)
    {
        var close = text[open..].IndexOf((byte)'>');
        return close < 0 ? -1 : open + close;
    }

    /// <summary>Walks the parameters of a header field or URI.</summary>
    public ref struct ParameterEnumerator(ReadOnlySpan<byte> parameters)
    {
        private ReadOnlySpan<byte> _rest = parameters;

        /// <summary>The parameter.</summary>
        public HeaderParameter Current { get; private set; }

        /// <summary>This.</summary>
        public readonly ParameterEnumerator GetEnumerator() => this;

        /// <summary>Goes to the next parameter.</summary>
        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                var end = IndexOfOutside(_rest, (byte)';');
                var one = Trim(end < 0 ? _rest : _rest[..end]);
                _rest = end < 0 ? default : _rest[(end + 1)..];
                if (one.IsEmpty) continue;
                var equals = one.IndexOf((byte)'=');
                Current = equals < 0
                    ? new HeaderParameter(one, default)
                    : new HeaderParameter(Trim(one[..equals]), Trim(one[(equals + 1)..]));
                return true;
            }

            return false;
        }
    }
}

/// <summary>One parameter as written.</summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value, quotes kept; empty for a flag.</param>
public readonly ref struct HeaderParameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    /// <summary>Its name.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Its value, quotes kept; empty for a flag.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>Whether it has this name, in any case.</summary>
    public bool Is(ReadOnlySpan<byte> name) => HeaderSyntax.EqualsIgnoreCase(Name, name);
}
