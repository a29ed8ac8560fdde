namespace Softswitch.Sip;

/// <summary>
/// Finds the Call-ID in the bytes of a message without parsing it: it decides which worker will parse. It reads a valid
/// message as the parser does; for anything else (a Call-ID folded in the middle, for one) any worker is as good as another.
/// </summary>
internal static class CallIdScanner
{
    /// <summary>The Call-ID, trimmed; empty where none is found before the end of the header section.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message)
    {
        message = message.TrimStart("\r\n"u8);
        while (true)
        {
            var end = message.IndexOf((byte)'\n');
            if (end < 0 || end + 1 >= message.Length) return default;
            message = message[(end + 1)..];
            // The first letters of "Call-ID" and of its compact form "i".
            var letter = message[0] | 0x20;
            if (letter == 'i' && TryReadValue(message, 1, out var value)) return value;
            if (letter == 'c' && message.Length > 8 && HeaderSyntax.EqualsIgnoreCase(message[..7], "Call-ID"u8) && TryReadValue(message, 7, out value))
                return value;
            if (message[0] == '\n' || (message[0] == '\r' && message.Length > 1 && message[1] == '\n')) return default;
        }
    }

    private static bool TryReadValue(ReadOnlySpan<byte> line, int nameLength, out ReadOnlySpan<byte> value)
    {
        value = default;
        var rest = line[nameLength..].TrimStart(" \t"u8);
        if (rest.IsEmpty || rest[0] != ':') return false;
        rest = rest[1..];
        // A folded value begins on the next line (RFC 3261 §7.3.1).
        var end = rest.IndexOf((byte)'\n');
        while (end >= 0 && end + 1 < rest.Length && rest[end + 1] is (byte)' ' or (byte)'\t')
        {
            var more = rest[(end + 1)..].IndexOf((byte)'\n');
            end = more < 0 ? -1 : end + 1 + more;
        }

        value = HeaderSyntax.Trim(end < 0 ? rest : rest[..end]);
        return true;
    }
}
