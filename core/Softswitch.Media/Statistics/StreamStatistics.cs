using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>
/// What one stream has received from its end, at one moment. A relay measures only what it receives: the way to the
/// other end is known from that end's own reports (<see cref="ReportedLossPercent"/>).
/// </summary>
public sealed record StreamStatistics
{
    /// <summary>RTP packets accepted; of an opaque stream all datagrams.</summary>
    public long Packets { get; init; }

    /// <summary>Their bytes without UDP and IP headers.</summary>
    public long Octets { get; init; }

    /// <summary>Packets that were sent, as their sequence numbers tell.</summary>
    public long Expected { get; init; }

    /// <summary>Of these, packets that never came.</summary>
    public long Lost { get; init; }

    /// <summary>Packets that came after a later one.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Packets that came again.</summary>
    public long Duplicates { get; init; }

    /// <summary>Interarrival jitter (RFC 3550 A.8), rounded by the time in which a worker collects packets.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Length of the sound in one packet; zero while unknown.</summary>
    public TimeSpan PacketTime { get; init; }

    /// <summary>Mean length of runs of loss over that of random loss, 1 or more.</summary>
    public double BurstRatio { get; init; } = 1;

    /// <summary>How often the stream went on with another SSRC.</summary>
    public int SourceChanges { get; init; }

    /// <summary>The synchronization source, 0 before the first packet.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Name of the codec, or null while it is unknown.</summary>
    public string? Codec { get; init; }

    /// <summary>Round trip between here and the end, from its RTCP reports, or null.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Percent of what was sent to the end that it says it lost since its last report but one, or null.</summary>
    public double? ReportedLossPercent { get; init; }

    /// <summary>Jitter that the end says it hears, or null.</summary>
    public TimeSpan? ReportedJitter { get; init; }

    /// <summary>RTCP datagrams accepted.</summary>
    public long ControlPackets { get; init; }

    /// <summary>Packets sent to the end.</summary>
    public long Sent { get; init; }

    /// <summary>Packets accepted that went nowhere: on hold, not connected, or the other end's address still unknown.</summary>
    public long NotForwarded { get; init; }

    /// <summary>
    /// Packets refused for their source. Once the source is settled the system refuses others for us, and they are not
    /// counted here any more.
    /// </summary>
    public long WrongSource { get; init; }

    /// <summary>Datagrams that are no RTP or RTCP.</summary>
    public long Malformed { get; init; }

    /// <summary>Packets dropped by the limit on their rate.</summary>
    public long OverRate { get; init; }

    /// <summary>Datagrams dropped for their length.</summary>
    public long TooLong { get; init; }

    /// <summary>Where the packets come from; not set before the first.</summary>
    public NetAddress Source { get; init; }

    /// <summary>Percent lost of what was expected, 0 to 100.</summary>
    public double LossPercent => Expected == 0 ? 0 : 100.0 * Lost / Expected;

    /// <summary>How this direction sounds up to here (<see cref="VoiceQuality"/>).</summary>
    public VoiceQuality Quality =>
        VoiceQuality.Of(Codec, LossPercent, BurstRatio, RoundTrip ?? TimeSpan.Zero, Jitter, PacketTime);
}
