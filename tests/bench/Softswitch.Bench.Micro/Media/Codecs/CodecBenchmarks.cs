using BenchmarkDotNet.Attributes;
using Softswitch.Media;
using Softswitch.Media.Tests.Audio;

namespace Softswitch.Bench.Micro.Media.Codecs;

/// <summary>One frame of 20 ms of something like speech, encoded and decoded.</summary>
public class CodecBenchmarks
{
    private const int Frames = 50;

    private readonly byte[][] _payloads = new byte[Frames][];
    private short[] _sound = [];
    private short[] _heard = [];
    private readonly byte[] _payload = new byte[2000];
    private int _frame;
    private IAudioEncoder _encoder = null!;
    private IAudioDecoder _decoder = null!;

    [Params("PCMU/8000", "PCMA/8000", "G722/8000", "L16/48000", "opus/48000")]
    public string Codec { get; set; } = "";

    private int FrameLength => _sound.Length / Frames;

    [GlobalSetup]
    public void Prepare()
    {
        var codec = AudioCodec.Find(Codec.Split('/')[0], int.Parse(Codec.Split('/')[1]))!;
        _sound = Speech.Make(codec.SampleRate, Frames / 50.0);
        _heard = new short[FrameLength];
        _encoder = codec.NewEncoder();
        _decoder = codec.NewDecoder();
        for (var i = 0; i < Frames; i++)
        {
            var length = _encoder.Encode(_sound.AsSpan(i * FrameLength, FrameLength), _payload);
            _payloads[i] = _payload[..length];
        }
    }

    [Benchmark]
    public int Encode() => _encoder.Encode(_sound.AsSpan(Next() * FrameLength, FrameLength), _payload);

    [Benchmark]
    public int Decode() => _decoder.Decode(_payloads[Next()], _heard);

    private int Next() => _frame = (_frame + 1) % Frames;
}
