using System.Buffers.Binary;

namespace Softswitch.Media;

/// <summary>One report of a key or tone: the four bytes of RFC 4733 §2.3.</summary>
/// <param name="Code">0 to 255; 0 to 15 are the keys.</param>
/// <param name="IsEnd">Whether the key has been released.</param>
/// <param name="Volume">In dBm0 below zero, 0 to 63.</param>
/// <param name="Duration">How long it has been pressed, in units of the payload type's clock.</param>
public readonly record struct TelephoneEvent(byte Code, bool IsEnd, byte Volume, ushort Duration)
{
    /// <summary>Bytes of a report.</summary>
    public const int Length = 4;

    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key, <c>0-9 * # A-D</c>, or NUL where the event is none.</summary>
    public char Key => Code < Keys.Length ? Keys[Code] : '\0';

    /// <summary>The event of a key; false where the character is none. Lower case counts.</summary>
    public static bool TryCode(char key, out byte code)
    {
        var place = Keys.IndexOf(char.ToUpperInvariant(key), StringComparison.Ordinal);
        code = (byte)Math.Max(0, place);
        return place >= 0;
    }

    /// <summary>Reads a report from the beginning of <paramref name="payload"/>; false where it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out TelephoneEvent report)
    {
        report = default;
        if (payload.Length < Length) return false;
        report = new TelephoneEvent(
            payload[0],
            (payload[1] & 0x80) != 0,
            (byte)(payload[1] & 0x3F),
            BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    /// <summary>Writes the report; returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> payload)
    {
        payload[0] = Code;
        payload[1] = (byte)(IsEnd ? Volume | 0x80 : Volume);
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
        return Length;
    }
}
