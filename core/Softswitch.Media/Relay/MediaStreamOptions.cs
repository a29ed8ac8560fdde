namespace Softswitch.Media;

/// <summary>What a stream carries, and with that what is let through.</summary>
public enum MediaProtocol : byte
{
    /// <summary>Plain RTP and RTCP (<c>RTP/AVP</c>, <c>RTP/AVPF</c>).</summary>
    Rtp,

    /// <summary>
    /// SRTP and SRTCP (<c>RTP/SAVP</c>, <c>UDP/TLS/RTP/SAVP</c> and their F forms), whose reports nobody but the ends can
    /// read; DTLS and STUN pass on the same ports.
    /// </summary>
    SecureRtp,

    /// <summary>Anything in datagrams, such as T.38 (<c>udptl</c>): no statistics but counts.</summary>
    Opaque,
}

/// <summary>Which way media may flow between us and the stream's end.</summary>
[Flags]
public enum MediaDirection : byte
{
    /// <summary>Neither way: on hold or not yet answered.</summary>
    None = 0,

    /// <summary>What the end sends may be passed on.</summary>
    Receive = 1,

    /// <summary>The end may be sent to.</summary>
    Send = 2,

    /// <summary>Both ways.</summary>
    Both = Receive | Send,
}

/// <summary>How a stream is opened.</summary>
public sealed record MediaStreamOptions
{
    /// <summary>For voice: 400 packets a second, expedited forwarding.</summary>
    public static MediaStreamOptions Audio { get; } = new();

    /// <summary>For video: 5000 packets a second in bursts of 500 (a key frame), AF41.</summary>
    public static MediaStreamOptions Video { get; } = new() { PacketsPerSecond = 5000, Burst = 500, TrafficClass = 0x88 };

    /// <summary>For T.38 fax: 400 packets a second of anything, expedited forwarding.</summary>
    public static MediaStreamOptions Fax { get; } = new() { Protocol = MediaProtocol.Opaque };

    /// <summary>What it carries. Default RTP.</summary>
    public MediaProtocol Protocol { get; init; }

    /// <summary>Packets a second that the end may send in the long run; more are dropped. 1 or more, default 400.</summary>
    public int PacketsPerSecond { get; init; } = 400;

    /// <summary>Packets it may send at once, 1 or more; default 100.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>The traffic class byte of what we send (DSCP in the upper six bits). Default 0xB8, expedited forwarding.</summary>
    public byte TrafficClass { get; init; } = 0xB8;
}
