using System.Buffers;

namespace Softswitch.Sip;

/// <summary>Host names and addresses as RFC 3261 §25.1 writes them.</summary>
public static class HostSyntax
{
    // The underscore is not in the grammar, but names with it are in use in private networks.
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    /// <summary>Splits <c>host:port</c>; <paramref name="port"/> is 0 where none is written. False where it is no host or no port.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> host, out int port)
    {
        port = 0;
        host = text;
        if (text.IsEmpty) return false;
        int colon;
        if (text[0] == '[')
        {
            var close = text.IndexOf((byte)']');
            if (close < 0) return false;
            host = text[..(close + 1)];
            text = text[(close + 1)..];
            colon = 0;
            if (text.IsEmpty) return IsHost(host);
            if (text[0] != ':') return false;
        }
        else
        {
            colon = text.IndexOf((byte)':');
            if (colon < 0) return IsHost(host);
            host = text[..colon];
        }

        return HeaderSyntax.TryParseNumber(text[(colon + 1)..], 65_535, out port) && port > 0 && IsHost(host);
    }

    /// <summary>Whether it is a host name, an IPv4 address or an IPv6 address in brackets.</summary>
    public static bool IsHost(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return false;
        if (text[0] == '[') return text[^1] == ']' && IsIPv6(text[1..^1]);
        if (char.IsAsciiDigit((char)text[^1]) && IsIPv4(text)) return true;
        if (text.ContainsAnyExcept(NameBytes) || text[0] == '.' || text.IndexOf(".."u8) >= 0) return false;
        var name = text[^1] == '.' ? text[..^1] : text;
        // Only an address ends in a label that begins with a digit.
        var lastLabel = name[(name.LastIndexOf((byte)'.') + 1)..];
        return !lastLabel.IsEmpty && !char.IsAsciiDigit((char)lastLabel[0]);
    }

    /// <summary>Whether it is a dotted IPv4 address.</summary>
    public static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        int parts = 1, digits = 0, value = 0;
        foreach (var one in text)
        {
            if (one == '.')
            {
                if (digits == 0 || ++parts > 4) return false;
                digits = value = 0;
                continue;
            }

            var digit = (uint)one - '0';
            value = (value * 10) + (int)digit;
            if (digit > 9 || ++digits > 3 || value > 255) return false;
        }

        return parts == 4 && digits > 0;
    }

    /// <summary>Whether it is an IPv6 address, without brackets and without a zone.</summary>
    public static bool IsIPv6(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        return TryParseIPv6(text, bytes);
    }

    /// <summary>
    /// Reads an IPv6 address, without brackets, into 16 bytes in network order. Three colons before an embedded IPv4
    /// address count as two: RFC 3261's grammar has them by mistake (RFC 5118 §4.10).
    /// </summary>
    public static bool TryParseIPv6(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        bytes[..16].Clear();
        var written = 0;
        var gap = -1;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            if (gap == written && text[0] == ':' && written > 0 && IsIPv4(text[1..])) text = text[1..];
            var end = text.IndexOf((byte)':');
            if (end < 0 && text.Contains((byte)'.')) return TryAppendIPv4(text, bytes, ref written) && Finish(bytes, written, gap);
            var group = end < 0 ? text : text[..end];
            if (group.Length is 0 or > 4 || written == 16 || !TryReadGroup(group, bytes[written..])) return false;
            written += 2;
            if (end < 0) break;
            text = text[(end + 1)..];
            if (text.IsEmpty) return false;
            if (text[0] != ':') continue;
            if (gap >= 0) return false;
            gap = written;
            text = text[1..];
        }

        return Finish(bytes, written, gap);
    }

    private static bool TryReadGroup(ReadOnlySpan<byte> group, Span<byte> bytes)
    {
        var value = 0;
        foreach (var digit in group)
        {
            var hex = UriEscapes.HexValue(digit);
            if (hex < 0) return false;
            value = (value << 4) | hex;
        }

        bytes[0] = (byte)(value >> 8);
        bytes[1] = (byte)value;
        return true;
    }

    private static bool TryAppendIPv4(ReadOnlySpan<byte> text, Span<byte> bytes, ref int written)
    {
        if (written > 12 || !IsIPv4(text)) return false;
        while (true)
        {
            var end = text.IndexOf((byte)'.');
            _ = HeaderSyntax.TryParseNumber(end < 0 ? text : text[..end], 255, out var part);
            bytes[written++] = (byte)part;
            if (end < 0) return true;
            text = text[(end + 1)..];
        }
    }

    private static bool Finish(Span<byte> bytes, int written, int gap)
    {
        if (gap < 0) return written == 16;
        if (written > 14) return false;
        var tail = written - gap;
        bytes[gap..written].CopyTo(bytes[(16 - tail)..16]);
        bytes[gap..(16 - tail)].Clear();
        return true;
    }
}
