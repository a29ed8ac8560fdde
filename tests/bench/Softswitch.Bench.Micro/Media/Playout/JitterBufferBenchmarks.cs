using BenchmarkDotNet.Attributes;
using Softswitch.Media;
using Softswitch.Media.Tests.Audio;

namespace Softswitch.Bench.Micro.Media.Playout;

/// <summary>One tick of the clock: a packet of 20 ms in, a frame of 20 ms out, decoding included.</summary>
public class JitterBufferBenchmarks
{
    private readonly byte[] _payload = new byte[1400];
    private JitterBuffer _buffer = null!;
    private short[] _frame = [];
    private int _length;
    private uint _units;
    private int _step;

    [Params("PCMU/8000", "G722/8000", "opus/48000")]
    public string Codec { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var codec = AudioCodec.Find(Codec.Split('/')[0], int.Parse(Codec.Split('/')[1]))!;
        _buffer = new JitterBuffer(codec, JitterBufferOptions.Default, 1);
        _frame = new short[codec.SampleRate / 50];
        _units = (uint)codec.ClockRate / 50;
        _length = codec.NewEncoder().Encode(Speech.Make(codec.SampleRate, 0.02), _payload);
    }

    [Benchmark]
    public bool Tick()
    {
        _step++;
        var now = TimeSpan.FromMilliseconds(_step * 20L);
        _buffer.Add(new RtpHeader(0, false, (ushort)_step, (uint)_step * _units, 1), _payload.AsSpan(0, _length), now);
        return _buffer.Read(now, _frame);
    }
}
