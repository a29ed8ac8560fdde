using System.Buffers.Binary;

namespace Softswitch.Media;

/// <summary>Packet types of RTCP (RFC 3550 §12.1, RFC 4585 §6.1, RFC 3611 §2).</summary>
public enum RtcpType : byte
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Bye = 203,
    Application = 204,
    TransportFeedback = 205,
    PayloadFeedback = 206,
    ExtendedReport = 207,
}

/// <summary>
/// Walks the packets of a compound RTCP datagram (RFC 3550 §6.1). It is bounded by the datagram and by
/// <see cref="MaximumPackets"/>, and stops at the first packet whose header or length is wrong.
/// </summary>
public ref struct RtcpReader(ReadOnlySpan<byte> datagram)
{
    /// <summary>The most packets of one datagram that are looked at.</summary>
    public const int MaximumPackets = 32;

    private const int HeaderLength = 4;
    private const int SenderInfoLength = 20;

    private ReadOnlySpan<byte> _rest = datagram;
    private ReadOnlySpan<byte> _body = default;
    private int _packets;

    /// <summary>Type of the present packet.</summary>
    public RtcpType Type { get; private set; }

    /// <summary>Reports (or sources, or the subtype) in the present packet, 0 to 31, as its header says.</summary>
    public int Count { get; private set; }

    /// <summary>The synchronization source that sent the present packet; 0 where it is too short to name one.</summary>
    public readonly uint Sender => _body.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(_body) : 0;

    /// <summary>Goes on to the next packet. False at the end, or where what follows is not RTCP.</summary>
    public bool Next()
    {
        if (_packets == MaximumPackets || _rest.Length < HeaderLength || _rest[0] >> 6 != 2) return false;
        var length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1) * 4;
        if (length > _rest.Length) return false;
        _packets++;
        Type = (RtcpType)_rest[1];
        Count = _rest[0] & 0x1F;
        _body = _rest[HeaderLength..length];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>
    /// The middle 32 bits of the sender report's NTP time: what receivers give back as "last SR". False when the
    /// present packet is no complete sender report.
    /// </summary>
    public readonly bool TryReadSenderTime(out uint middleOfNtp)
    {
        middleOfNtp = 0;
        if (Type != RtcpType.SenderReport || _body.Length < 4 + SenderInfoLength) return false;
        middleOfNtp = BinaryPrimitives.ReadUInt32BigEndian(_body[6..]);
        return true;
    }

    /// <summary>Reads the report block at <paramref name="index"/> (from 0) of a sender or receiver report.</summary>
    public readonly bool TryReadBlock(int index, out ReportBlock block)
    {
        block = default;
        if (Type is not (RtcpType.SenderReport or RtcpType.ReceiverReport) || index >= Count) return false;
        var start = 4 + (Type == RtcpType.SenderReport ? SenderInfoLength : 0) + (index * ReportBlock.Length);
        if (_body.Length < start + ReportBlock.Length) return false;
        block = ReportBlock.Read(_body.Slice(start, ReportBlock.Length));
        return true;
    }
}
