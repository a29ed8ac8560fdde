namespace Softswitch.Media;

/// <summary>How long sound may be held back so that what comes late is still in time.</summary>
public sealed record JitterBufferOptions
{
    /// <summary>The least that a packet is held back beyond the fastest one, 0 to 200 ms. Default 20 ms.</summary>
    public TimeSpan Least { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The same while little is known of the network: for the first 50 packets. <see cref="Least"/> to <see cref="Most"/>, default 40 ms.</summary>
    public TimeSpan AtFirst { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>The most that a packet is held back; what would be played later than that is dropped. 60 ms to 1 s, default 400 ms.</summary>
    public TimeSpan Most { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>The default.</summary>
    public static JitterBufferOptions Default { get; } = new();

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> where something is out of its range.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Least, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Least, TimeSpan.FromMilliseconds(200));
        ArgumentOutOfRangeException.ThrowIfLessThan(Most, TimeSpan.FromMilliseconds(60));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Most, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(AtFirst, Least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AtFirst, Most);
    }
}

/// <summary>What a packet of a stream holds, for its jitter buffer.</summary>
public enum PacketContent : byte
{
    /// <summary>Sound in the stream's codec.</summary>
    Sound,

    /// <summary>A description of the noise while no sound is sent (RFC 3389).</summary>
    Noise,

    /// <summary>Something else, such as a key: it has a number, but is not played.</summary>
    Other,
}

/// <summary>What became of a stream's packets. Counts are of packets since the beginning.</summary>
/// <param name="Received">That came and were taken for the stream's.</param>
/// <param name="Late">Of these, that came when their time was over.</param>
/// <param name="Doubled">That came again.</param>
/// <param name="Lost">That never came.</param>
/// <param name="Dropped">That came in such a number, or so long after others, that playing them would have taken too long.</param>
/// <param name="Strange">Whose number or timestamp belonged nowhere.</param>
/// <param name="Restarts">Times that the sender began anew.</param>
/// <param name="Concealed">Sound that was filled in, for lost packets and to wait for late ones.</param>
/// <param name="Shortened">Sound that was left out to wait less.</param>
/// <param name="Delay">How long packets are held back at present, beyond the fastest ones of the last seconds.</param>
/// <param name="Target">How long they are to be.</param>
public readonly record struct JitterBufferStatistics(
    long Received,
    long Late,
    long Doubled,
    long Lost,
    long Dropped,
    long Strange,
    int Restarts,
    TimeSpan Concealed,
    TimeSpan Shortened,
    TimeSpan Delay,
    TimeSpan Target);
