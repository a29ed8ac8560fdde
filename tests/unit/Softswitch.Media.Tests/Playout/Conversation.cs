namespace Softswitch.Media.Tests.Playout;

/// <summary>A jitter buffer that is read every 20 ms and a sender of packets of 20 ms, step by step: a packet comes a little before the frame of the same step.</summary>
internal sealed class Conversation : IDisposable
{
    private readonly AudioCodec _codec;
    private readonly List<short> _heard = [];
    private readonly int _frame;

    public Conversation(AudioCodec? codec = null, JitterBufferOptions? options = null)
    {
        _codec = codec ?? AudioCodec.Pcmu;
        _frame = _codec.SampleRate / 50;
        Buffer = new JitterBuffer(_codec, options ?? new JitterBufferOptions { AtFirst = TimeSpan.FromMilliseconds(20) }, 1);
    }

    public JitterBuffer Buffer { get; }

    public JitterBufferStatistics Statistics => Buffer.Statistics;

    /// <summary>The step that it is now.</summary>
    public int Now { get; private set; }

    public uint Ssrc { get; set; } = 1;

    /// <summary>What was heard.</summary>
    public short[] Heard => [.. _heard];

    /// <summary>What was heard in the last so many steps.</summary>
    public short[] Last(int steps) => [.. _heard[^(steps * _frame)..]];

    /// <summary>The packet of a step comes now: its number and timestamp are the step's, but for what is added.</summary>
    public void Add(int step, ReadOnlySpan<byte> payload, PacketContent content = PacketContent.Sound, int numbers = 0, long units = 0) => Buffer.Add(
        new RtpHeader(0, false, (ushort)(step + numbers), (uint)((step * (long)_codec.ClockRate / 50) + units), Ssrc),
        payload,
        TimeSpan.FromMilliseconds((Now * 20) - 5),
        content);

    /// <summary>Hears a frame; true where somebody is heard in it.</summary>
    public bool Read()
    {
        var frame = new short[_frame];
        var isHeard = Buffer.Read(TimeSpan.FromMilliseconds(Now++ * 20), frame);
        _heard.AddRange(frame);
        return isHeard;
    }

    /// <summary>So many steps in which all is well.</summary>
    public void Talk(int steps, Func<int, byte[]> payload, int numbers = 0, long units = 0)
    {
        for (var i = 0; i < steps; i++)
        {
            Add(Now, payload(Now), numbers: numbers, units: units);
            Read();
        }
    }

    public void Dispose() => Buffer.Dispose();
}
