using System.Buffers.Binary;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Answers STUN Binding requests on a SIP port: how a client behind a router keeps its way open and notices when its
/// outer address changes (RFC 5626 §3.5.2, §8; RFC 8489).
/// </summary>
internal static class StunKeepAlive
{
    private const int HeaderLength = 20;
    private const uint MagicCookie = 0x2112A442;
    private const ushort BindingRequest = 0x0001;
    private const ushort BindingSuccess = 0x0101;
    private const ushort XorMappedAddress = 0x0020;

    /// <summary>The longest answer, bytes.</summary>
    public const int AnswerLength = HeaderLength + 24;

    /// <summary>Whether the datagram is STUN; a SIP message begins with a letter or a line break.</summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderLength && datagram[0] < 2 && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie;

    /// <summary>Writes the success response that tells <paramref name="from"/>; returns its length, or 0 where no answer is due.</summary>
    public static int Answer(ReadOnlySpan<byte> request, in NetAddress from, Span<byte> answer)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(request) != BindingRequest) return 0;
        if (BinaryPrimitives.ReadUInt16BigEndian(request[2..]) != request.Length - HeaderLength) return 0;
        var addressLength = from.WriteBytes(answer[(HeaderLength + 8)..]);
        var length = HeaderLength + 8 + addressLength;
        BinaryPrimitives.WriteUInt16BigEndian(answer, BindingSuccess);
        BinaryPrimitives.WriteUInt16BigEndian(answer[2..], (ushort)(length - HeaderLength));
        request[4..HeaderLength].CopyTo(answer[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(answer[HeaderLength..], XorMappedAddress);
        BinaryPrimitives.WriteUInt16BigEndian(answer[(HeaderLength + 2)..], (ushort)(4 + addressLength));
        BinaryPrimitives.WriteUInt16BigEndian(answer[(HeaderLength + 4)..], (ushort)(from.IsIPv6 ? 2 : 1));
        BinaryPrimitives.WriteUInt16BigEndian(answer[(HeaderLength + 6)..], (ushort)(from.Port ^ (MagicCookie >> 16)));
        // The address is masked with the cookie and, for IPv6, the transaction id that follows it.
        for (var i = 0; i < addressLength; i++) answer[HeaderLength + 8 + i] ^= request[4 + i];
        return length;
    }
}
