namespace Softswitch.Media;

/// <summary>
/// Turns the packets of a stream, as they happen to come, into sound without gaps for somebody's clock. Each packet is held back so long that 98 of 100
/// come in time. It waits longer at once when the network has become worse; when it has become better, or the sender's clock is the faster one, it leaves out
/// silence and periods of the voice. What is missing is filled in. Belongs to one thread at a time; a packet and a frame leave no garbage.
/// </summary>
/// <remarks>
/// A packet's time is its timestamp plus an offset, the same for all. Sound goes on packet by packet; behind a gap, whatever the reason, it begins again where
/// the offset that is wanted says. So the offset is right again after each pause, and in between it is brought nearer.
/// </remarks>
public sealed partial class JitterBuffer : IDisposable
{
    // What is filled in comes in pieces of 10 ms.
    private const int PiecesPerSecond = 100;
    // Of so few a rare delay says nothing yet.
    private const int FewPackets = 50;

    private readonly AudioCodec _codec;
    private readonly IStreamDecoder _decoder;
    private readonly ComfortNoise _noise;
    private readonly DelayWindow _delays = new();
    private readonly PacketSlots _slots = new();
    private readonly SampleLine _line;
    private readonly int _samplesPerUnit;
    // Limits in units of the codec's clock.
    private readonly long _least;
    private readonly long _atFirst;
    private readonly long _most;
    private long _received;
    private long _late;
    private long _doubled;
    private long _lost;
    private long _dropped;
    private long _strange;
    private int _restarts;
    private long _concealed;
    private long _shortened;

    /// <summary>
    /// For one stream. Throws <see cref="ArgumentOutOfRangeException"/> for options out of range, and <see cref="MissingLibraryException"/> where the codec is
    /// not available.
    /// </summary>
    /// <param name="codec">What its sound is in.</param>
    /// <param name="options">How long packets may be held back.</param>
    /// <param name="noiseSeed">Where its comfort noise begins.</param>
    public JitterBuffer(AudioCodec codec, JitterBufferOptions options, ulong noiseSeed)
    {
        options.Check();
        _codec = codec;
        _decoder = codec.NewStreamDecoder();
        _noise = new ComfortNoise(noiseSeed);
        _line = new SampleLine(codec.SampleRate);
        _samplesPerUnit = codec.SampleRate / codec.ClockRate;
        (_least, _atFirst, _most) = (Units(options.Least), Units(options.AtFirst), Units(options.Most));
    }

    /// <summary>What became of the packets so far.</summary>
    public JitterBufferStatistics Statistics => new(
        _received,
        _late,
        _doubled,
        _lost,
        _dropped,
        _strange,
        _restarts,
        TimeSpan.FromSeconds((double)_concealed / _codec.SampleRate),
        TimeSpan.FromSeconds((double)_shortened / _codec.SampleRate),
        _isPlaying ? Time(Math.Max(0, _offset - _delays.Fastest)) : TimeSpan.Zero,
        _delays.Count > 0 ? Time(Target - _delays.Fastest) : TimeSpan.Zero);

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    /// <summary>From a packet's timestamp to its time, as the network is now.</summary>
    private long Target
    {
        get
        {
            var least = _delays.Count < FewPackets ? _atFirst : _least;
            // What goes on may do so with a piece less.
            return Math.Clamp(_delays.Usual + Piece, _delays.Fastest + least, _delays.Fastest + _most);
        }
    }

    private long Units(TimeSpan time) => time.Ticks / 1000 * _codec.ClockRate / (TimeSpan.TicksPerSecond / 1000);

    private TimeSpan Time(long units) => TimeSpan.FromSeconds((double)units / _codec.ClockRate);
}
