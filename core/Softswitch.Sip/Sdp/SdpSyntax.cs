using System.Buffers.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>The values of the lines that the stack reads. Fields may be parted by more than one space, as some phones do.</summary>
internal static class SdpSyntax
{
    /// <summary>Port of a stream whose addresses come by trickled ICE candidates (RFC 8840 §4.1.1).</summary>
    public const ushort DiscardPort = 9;

    /// <summary>The next field, which is taken off <paramref name="rest"/>; empty at the end.</summary>
    public static ReadOnlySpan<byte> NextField(scoped ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        var end = rest.IndexOf((byte)' ');
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return field;
    }

    /// <summary>A number of digits only that fits the type.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out uint number) =>
        Utf8Parser.TryParse(text, out number, out var consumed) && consumed == text.Length && text[0] != '+';

    /// <summary><c>audio 49170/2 RTP/AVP 0 8 97</c>.</summary>
    public static bool TryMedia(ReadOnlySpan<byte> value, out SdpMediaLine media)
    {
        media = default;
        media.Kind = NextField(ref value);
        var port = NextField(ref value);
        media.Protocol = NextField(ref value);
        media.Formats = value.Trim((byte)' ');
        if (media.Kind.IsEmpty || media.Protocol.IsEmpty || media.Formats.IsEmpty) return false;

        var slash = port.IndexOf((byte)'/');
        uint count = 1;
        if (slash >= 0)
        {
            if (!TryNumber(port[(slash + 1)..], out count) || count == 0) return false;
            port = port[..slash];
        }

        if (!TryNumber(port, out var number) || number > ushort.MaxValue || count > ushort.MaxValue) return false;
        media.Port = (ushort)number;
        media.PortCount = (int)count;
        return true;
    }

    /// <summary>
    /// <c>IN IP4 192.0.2.1</c>, also with the scope of a multicast address (<c>224.2.1.1/127/3</c>). A host name is allowed and
    /// gives an address that is not set.
    /// </summary>
    public static bool TryConnection(ReadOnlySpan<byte> value, out NetAddress address)
    {
        address = default;
        var network = NextField(ref value);
        var family = NextField(ref value);
        var host = NextField(ref value);
        if (!network.SequenceEqual("IN"u8) || host.IsEmpty) return false;
        if (!family.SequenceEqual("IP4"u8) && !family.SequenceEqual("IP6"u8)) return false;
        var slash = host.IndexOf((byte)'/');
        if (slash >= 0) host = host[..slash];
        if (TryIPv4(host, out address)) return true;
        _ = NetAddress.TryParse(host, 0, out address);
        return host.Length is > 0 and <= 255;
    }

    /// <summary><c>53020</c> or <c>53020 IN IP4 192.0.2.1</c> (RFC 3605 §2.1); the address is not set when only the port is given.</summary>
    public static bool TryRtcp(ReadOnlySpan<byte> value, out ushort port, out NetAddress address)
    {
        address = default;
        port = 0;
        if (!TryNumber(NextField(ref value), out var number) || number > ushort.MaxValue) return false;
        port = (ushort)number;
        return value.IsEmpty || TryConnection(value, out address);
    }

    /// <summary>
    /// <c>alice 2890844526 2890844527 IN IP4 192.0.2.1</c>, counted from its end, for some phones write a user name with
    /// spaces in it. The numbers of some exceed 64 bits, so that they stay text.
    /// </summary>
    public static bool TryOrigin(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> sessionId, out ReadOnlySpan<byte> version)
    {
        sessionId = version = default;
        value = value.TrimEnd((byte)' ');
        for (var i = 0; i < 5; i++)
        {
            var space = value.LastIndexOf((byte)' ');
            if (space <= 0) return false;
            var field = value[(space + 1)..];
            value = value[..space].TrimEnd((byte)' ');
            if (i == 3) version = field;
            if (i == 4) sessionId = field;
        }

        return !value.IsEmpty && IsDigits(version) && IsDigits(sessionId);
    }

    public static MediaKind KindOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("audio"u8)) return MediaKind.Audio;
        if (name.SequenceEqual("video"u8)) return MediaKind.Video;
        if (name.SequenceEqual("image"u8)) return MediaKind.Image;
        if (name.SequenceEqual("application"u8)) return MediaKind.Application;
        if (name.SequenceEqual("text"u8)) return MediaKind.Text;
        return name.SequenceEqual("message"u8) ? MediaKind.Message : MediaKind.Other;
    }

    /// <summary>Whether a protocol carries RTP: <c>RTP/AVP</c>, <c>RTP/SAVP</c>, <c>UDP/TLS/RTP/SAVPF</c> ...</summary>
    public static bool IsRtp(ReadOnlySpan<byte> protocol) => protocol.IndexOf("RTP/"u8) >= 0;

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>The common case, several times quicker than the framework's parser.</summary>
    private static bool TryIPv4(ReadOnlySpan<byte> text, out NetAddress address)
    {
        address = default;
        uint whole = 0, part = 0;
        int dots = 0, digits = 0;
        foreach (var character in text)
        {
            if (character == '.')
            {
                if (digits == 0 || ++dots > 3) return false;
                whole = (whole << 8) | part;
                part = 0;
                digits = 0;
                continue;
            }

            if (!char.IsAsciiDigit((char)character) || ++digits > 3) return false;
            part = (part * 10) + (uint)(character - '0');
            if (part > 255) return false;
        }

        if (dots != 3 || digits == 0) return false;
        address = NetAddress.IPv4((whole << 8) | part, 0);
        return true;
    }
}

/// <summary>The fields of an <c>m=</c> line.</summary>
internal ref struct SdpMediaLine
{
    public ReadOnlySpan<byte> Kind;
    public ushort Port;
    public int PortCount;
    public ReadOnlySpan<byte> Protocol;
    public ReadOnlySpan<byte> Formats;
}
