using BenchmarkDotNet.Attributes;
using Softswitch.Media;
using Softswitch.Media.Tests.Audio;

namespace Softswitch.Bench.Micro.Media.Codecs;

/// <summary>20 ms that got lost and the 20 ms after it, and 20 ms of the other end's room.</summary>
public class ConcealmentBenchmarks
{
    private readonly byte[] _payload = new byte[160];
    private readonly short[] _heard = new short[160];
    private readonly IStreamDecoder _decoder = AudioCodec.Pcma.NewStreamDecoder();
    private readonly ComfortNoise _noise = new(1);

    [GlobalSetup]
    public void Prepare()
    {
        AudioCodec.Pcma.NewEncoder().Encode(Speech.Make(8000, 0.02), _payload);
        _noise.Read([50, 100, 120, 130]);
    }

    [Benchmark]
    public int Heard() => _decoder.Decode(_payload, _heard);

    [Benchmark]
    public int LostAndHeard() => _decoder.Conceal([], _heard) + _decoder.Decode(_payload, _heard);

    [Benchmark]
    public void Noise() => _noise.Generate(_heard);
}
