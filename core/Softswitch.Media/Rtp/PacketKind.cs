namespace Softswitch.Media;

/// <summary>What a datagram on a media port is, by its first bytes.</summary>
public enum PacketKind : byte
{
    /// <summary>Nothing that belongs on a media port.</summary>
    Unknown,

    /// <summary>RTP or SRTP.</summary>
    Rtp,

    /// <summary>RTCP or SRTCP.</summary>
    Rtcp,

    /// <summary>DTLS, the key exchange of SRTP.</summary>
    Dtls,

    /// <summary>STUN, the connectivity checks of ICE.</summary>
    Stun,
}

/// <summary>Tells what shares a port apart, as RFC 7983 §7 and, for RTCP among RTP, RFC 5761 §4 say.</summary>
public static class PacketKinds
{
    private const int StunHeaderLength = 20;
    private const int DtlsHeaderLength = 13;
    private const int RtcpHeaderLength = 8;

    /// <summary>The kind of <paramref name="packet"/>; unknown also when it is too short for its kind's fixed header.</summary>
    public static PacketKind Of(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < RtcpHeaderLength) return PacketKind.Unknown;
        switch (packet[0])
        {
            case >= 128 and <= 191:
                // Version 2. The packet types of RTCP are those RTP leaves free for them.
                if (packet[1] is >= 192 and <= 223) return PacketKind.Rtcp;
                return packet.Length >= RtpHeader.FixedLength ? PacketKind.Rtp : PacketKind.Unknown;
            case >= 20 and <= 63:
                return packet.Length >= DtlsHeaderLength ? PacketKind.Dtls : PacketKind.Unknown;
            case <= 3:
                return packet.Length >= StunHeaderLength ? PacketKind.Stun : PacketKind.Unknown;
            default:
                return PacketKind.Unknown;
        }
    }
}
