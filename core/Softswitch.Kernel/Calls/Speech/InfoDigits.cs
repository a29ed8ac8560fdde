using System.Buffers.Text;
using System.Text;
using Softswitch.Media;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Digits in the body of an INFO, in the two usual forms: <c>application/dtmf-relay</c> (Signal=5) and <c>application/dtmf</c> (5). Neither was ever standardised.</summary>
internal static class InfoDigits
{
    /// <summary>The type that digits are sent in.</summary>
    public static ReadOnlySpan<byte> RelayType => "application/dtmf-relay"u8;

    private static ReadOnlySpan<byte> PlainType => "application/dtmf"u8;

    private static ReadOnlySpan<byte> Signal => "Signal"u8;

    /// <summary>The digit, <c>0-9 * # A-D</c>; false where the body holds none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, out char digit)
    {
        digit = '\0';
        var end = contentType.IndexOf((byte)';');
        var type = (end < 0 ? contentType : contentType[..end]).Trim((byte)' ');
        if (HeaderSyntax.EqualsIgnoreCase(type, PlainType)) return TryDigit(body, out digit);
        if (!HeaderSyntax.EqualsIgnoreCase(type, RelayType)) return false;
        while (!body.IsEmpty)
        {
            var next = body.IndexOfAny((byte)'\r', (byte)'\n');
            var line = next < 0 ? body : body[..next];
            body = next < 0 ? default : body[(next + 1)..];
            var equals = line.IndexOf((byte)'=');
            if (equals > 0 && HeaderSyntax.EqualsIgnoreCase(line[..equals].Trim((byte)' '), Signal)) return TryDigit(line[(equals + 1)..], out digit);
        }

        return false;
    }

    /// <summary>A body of <see cref="RelayType"/>.</summary>
    public static byte[] Write(char digit) => Encoding.ASCII.GetBytes($"Signal={digit}\r\nDuration=160\r\n");

    private static bool TryDigit(ReadOnlySpan<byte> text, out char digit)
    {
        digit = '\0';
        text = text.Trim(" \t\r\n"u8);
        // Some phones write the event's number of RFC 4733 for * and #.
        if (text.Length == 2 && Utf8Parser.TryParse(text, out int code, out var used) && used == 2 && code is (10 or 11)) digit = code == 10 ? '*' : '#';
        else if (text.Length == 1 && TelephoneEvent.TryCode((char)text[0], out _)) digit = char.ToUpperInvariant((char)text[0]);
        return digit != '\0';
    }
}
