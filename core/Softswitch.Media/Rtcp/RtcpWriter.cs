using System.Buffers.Binary;

namespace Softswitch.Media;

/// <summary>What a sender says of itself (RFC 3550 §6.4.1).</summary>
/// <param name="NtpTime">Wall-clock time of the report: seconds since 1900 in the upper 32 bits, their fraction in the lower.</param>
/// <param name="RtpTime">The same instant as a timestamp of its packets.</param>
/// <param name="Packets">Packets sent since the source began.</param>
/// <param name="Octets">Bytes of their payloads.</param>
public readonly record struct SenderInfo(ulong NtpTime, uint RtpTime, uint Packets, uint Octets)
{
    /// <summary>What receivers give back as "last SR".</summary>
    public uint MiddleOfNtp => (uint)(NtpTime >> 16);
}

/// <summary>Writes a compound RTCP datagram (RFC 3550 §6.1): a sender or receiver report, then the source's name.</summary>
public static class RtcpWriter
{
    /// <summary>The most bytes that <see cref="Write"/> writes for a name of <see cref="LongestName"/>.</summary>
    public const int MostLength = 4 + 4 + SenderInfoLength + ReportBlock.Length + 8 + 2 + LongestName + 4;

    /// <summary>Longest canonical name, bytes.</summary>
    public const int LongestName = 64;

    private const int SenderInfoLength = 20;
    private const byte NameItem = 1;

    /// <summary>
    /// Writes the report of <paramref name="ssrc"/> and returns its length: a sender report where there is <paramref name="sender"/>, with a block where there is one. The
    /// canonical name (CNAME, RFC 7022) has at most <see cref="LongestName"/> bytes.
    /// </summary>
    public static int Write(Span<byte> datagram, uint ssrc, SenderInfo? sender, ReportBlock? block, ReadOnlySpan<byte> name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName, nameof(name));
        var length = 8;
        if (sender is { } info)
        {
            BinaryPrimitives.WriteUInt64BigEndian(datagram[8..], info.NtpTime);
            BinaryPrimitives.WriteUInt32BigEndian(datagram[16..], info.RtpTime);
            BinaryPrimitives.WriteUInt32BigEndian(datagram[20..], info.Packets);
            BinaryPrimitives.WriteUInt32BigEndian(datagram[24..], info.Octets);
            length += SenderInfoLength;
        }

        if (block is { } heard)
        {
            heard.Write(datagram[length..]);
            length += ReportBlock.Length;
        }

        WriteHeader(datagram, sender is null ? RtcpType.ReceiverReport : RtcpType.SenderReport, block is null ? 0 : 1, length);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], ssrc);
        return length + WriteName(datagram[length..], ssrc, name);
    }

    private static int WriteName(Span<byte> packet, uint ssrc, ReadOnlySpan<byte> name)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        packet[8] = NameItem;
        packet[9] = (byte)name.Length;
        name.CopyTo(packet[10..]);
        // One null byte or more ends the list of items, up to the next word (RFC 3550 §6.5).
        var length = (10 + name.Length + 4) & ~3;
        packet[(10 + name.Length)..length].Clear();
        WriteHeader(packet, RtcpType.SourceDescription, 1, length);
        return length;
    }

    private static void WriteHeader(Span<byte> packet, RtcpType type, int count, int length)
    {
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((length / 4) - 1));
    }
}
