namespace Softswitch.Sip;

/// <summary>Percent escapes of URIs (RFC 3261 §19.1.2).</summary>
public static class UriEscapes
{
    /// <summary>
    /// Writes <paramref name="text"/> without its escapes; a percent sign that begins none stays. Returns how many bytes
    /// were written: at most as many as <paramref name="text"/> has, which <paramref name="destination"/> must hold.
    /// The result can hold any byte, NUL too.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++) destination[written++] = Decode(text, ref i, out _);
        return written;
    }

    /// <summary>
    /// Writes <paramref name="text"/> with everything but letters, digits and <c>-_.!~*'()</c> escaped, so that it can stand
    /// in any part of a URI. Returns how many bytes were written: at most three times as many as <paramref name="text"/> has.
    /// </summary>
    public static int Escape(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        foreach (var one in text)
        {
            if (char.IsAsciiLetterOrDigit((char)one) || "-_.!~*'()"u8.Contains(one))
            {
                destination[written++] = one;
                continue;
            }

            destination[written++] = (byte)'%';
            destination[written++] = "0123456789ABCDEF"u8[one >> 4];
            destination[written++] = "0123456789ABCDEF"u8[one & 15];
        }

        return written;
    }

    /// <summary>Whether every percent sign is followed by two hexadecimal digits.</summary>
    internal static bool AreValid(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var at = text.IndexOf((byte)'%');
            if (at < 0) return true;
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2])) return false;
            text = text[(at + 3)..];
        }
    }

    /// <summary>The byte at <paramref name="index"/>, which moves to the last byte it was read from.</summary>
    internal static byte Decode(ReadOnlySpan<byte> text, ref int index, out bool escaped)
    {
        escaped = false;
        var one = text[index];
        if (one != '%' || index + 2 >= text.Length) return one;
        var high = HexValue(text[index + 1]);
        var low = HexValue(text[index + 2]);
        if ((high | low) < 0) return one;
        escaped = true;
        index += 2;
        return (byte)((high << 4) | low);
    }

    internal static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
