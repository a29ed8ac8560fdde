namespace Softswitch.Media;

/// <summary>
/// Makes sound of what a stream's end sends, by the clock of the stream's worker, for all who listen: decoded once, whatever their number. Costs nothing while nobody does. Belongs to the worker.
/// </summary>
internal sealed class Ear(ulong noiseSeed) : ClockedSource, IDisposable
{
    private const int FrameTicks = 2;
    private const int FramesPerSecond = 1000 / (FrameTicks * MediaClock.PeriodMilliseconds);

    private readonly List<ISoundListener> _listeners = new(2);
    private MediaClock? _clock;
    private TimeSpan _clockBegan;
    private JitterBuffer? _buffer;
    private AudioCodec? _codec;
    private short[] _frame = [];
    private byte _otherType = byte.MaxValue;
    // What the payload type of the packet before stands for.
    private PayloadFormats? _formats;
    private byte _type;
    private PacketContent _content;
    private AudioCodec? _codecOfType;

    /// <summary>Whether anybody listens.</summary>
    public bool IsWanted => _listeners.Count > 0;

    /// <summary>What became of the packets that came; null before the first.</summary>
    public JitterBufferStatistics? Statistics => _buffer?.Statistics;

    /// <summary>Somebody more listens.</summary>
    public void Add(ISoundListener listener)
    {
        _listeners.Add(listener);
        if (!IsScheduled) _clock?.Add(this);
    }

    /// <summary>Somebody listens no more.</summary>
    public void Remove(ISoundListener listener)
    {
        if (!_listeners.Remove(listener) || IsWanted) return;
        _clock?.Remove(this);
        // What comes until somebody listens again is not kept: it begins anew then.
        Forget();
    }

    /// <summary>The stream is at home at a worker with this clock.</summary>
    /// <param name="clock">The worker's clock.</param>
    /// <param name="now">The time, as packets' arrivals are told.</param>
    public void Attach(MediaClock clock, TimeSpan now)
    {
        _clock = clock;
        _clockBegan = now - (clock.Now * MediaClock.Period);
        if (IsWanted) clock.Add(this);
    }

    /// <summary>The stream leaves its worker.</summary>
    public void Detach()
    {
        _clock?.Remove(this);
        _clock = null;
    }

    /// <summary>A packet came.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="packet">All of it.</param>
    /// <param name="formats">What its payload type may be.</param>
    /// <param name="arrival">When.</param>
    public void OnPacket(in RtpHeader header, ReadOnlySpan<byte> packet, PayloadFormats formats, TimeSpan arrival)
    {
        if (!IsWanted) return;
        if (header.PayloadType != _type || formats != _formats) Recognize(header.PayloadType, formats);
        var codec = _codecOfType;
        if (codec is not null && codec != _codec && !TryChange(codec, header.PayloadType)) return;
        if (codec is not null) _otherType = byte.MaxValue;
        _buffer?.Add(header, RtpHeader.PayloadOf(packet), arrival, _content);
    }

    /// <inheritdoc/>
    public override int OnTick(long tick)
    {
        var at = _clockBegan + (tick * MediaClock.Period);
        var isHeard = _buffer is not null && _buffer.Read(at, _frame);
        var sound = new HeardSound(isHeard ? _frame : default, _codec?.SampleRate ?? 0, at);
        // One that is done takes itself off.
        for (var i = _listeners.Count - 1; i >= 0; i--) _listeners[i].OnSound(sound);
        return IsWanted ? FrameTicks : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clock?.Remove(this);
        _listeners.Clear();
        Forget();
    }

    private void Recognize(byte type, PayloadFormats formats)
    {
        (_type, _formats, _codecOfType) = (type, formats, null);
        _content = PacketContent.Other;
        if (formats.Find(type) is not { IsTelephoneEvent: false } format) return;
        if (!format.IsContinuous) _content = PacketContent.Noise;
        else if (AudioCodec.Find(format.Name, format.ClockRate) is { IsAvailable: true } codec) (_content, _codecOfType) = (PacketContent.Sound, codec);
    }

    /// <summary>The end speaks another codec, or its first. One packet among others is none: a buffer for each would be work that anybody can make.</summary>
    private bool TryChange(AudioCodec codec, byte type)
    {
        if (_codec is not null && _otherType != type)
        {
            _otherType = type;
            return false;
        }

        Forget();
        _codec = codec;
        _buffer = new JitterBuffer(codec, JitterBufferOptions.Default, noiseSeed);
        _frame = new short[codec.SampleRate / FramesPerSecond];
        return true;
    }

    private void Forget()
    {
        _buffer?.Dispose();
        _buffer = null;
        _codec = null;
        _otherType = byte.MaxValue;
    }
}
