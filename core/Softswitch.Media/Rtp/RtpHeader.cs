using System.Buffers.Binary;

namespace Softswitch.Media;

/// <summary>The fixed header of an RTP packet (RFC 3550 §5.1); it is never encrypted, also not by SRTP.</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Marker">The marker bit: the beginning of a talk spurt, the end of a video frame.</param>
/// <param name="SequenceNumber">Goes up by one per packet and wraps.</param>
/// <param name="Timestamp">Sampling instant in units of the payload format's clock.</param>
/// <param name="Ssrc">The synchronization source.</param>
public readonly record struct RtpHeader(byte PayloadType, bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc)
{
    /// <summary>Bytes before contributing sources and extensions.</summary>
    public const int FixedLength = 12;

    /// <summary>
    /// Reads the header. False when it is not version 2, or when the contributing sources and the extension that it
    /// announces do not fit into the packet (RFC 3550 A.1). Padding is not looked at: SRTP encrypts its length.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != 2) return false;
        var length = FixedLength + ((packet[0] & 0x0F) * 4);
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4) return false;
            length += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4);
        }

        if (packet.Length < length) return false;
        header = new RtpHeader(
            (byte)(packet[1] & 0x7F),
            packet[1] >= 0x80,
            BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[8..]));
        return true;
    }

    /// <summary>
    /// What a packet whose header could be read carries: without contributing sources, extension and padding. Empty where the padding
    /// says that it is longer than the packet. Not for SRTP, whose padding cannot be read.
    /// </summary>
    public static ReadOnlySpan<byte> PayloadOf(ReadOnlySpan<byte> packet)
    {
        var start = FixedLength + ((packet[0] & 0x0F) * 4);
        if ((packet[0] & 0x10) != 0) start += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(start + 2)..]) * 4);
        var padding = (packet[0] & 0x20) != 0 ? packet[^1] : 0;
        return packet.Length - padding <= start ? default : packet[start..^padding];
    }

    /// <summary>Writes the header, without contributing sources and extension; returns <see cref="FixedLength"/>.</summary>
    public int Write(Span<byte> packet)
    {
        packet[0] = 0x80;
        packet[1] = (byte)(Marker ? PayloadType | 0x80 : PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], Ssrc);
        return FixedLength;
    }
}
