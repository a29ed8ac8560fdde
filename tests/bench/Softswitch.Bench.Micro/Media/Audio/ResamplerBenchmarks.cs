using BenchmarkDotNet.Attributes;
using Softswitch.Media;
using Softswitch.Media.Tests.Audio;

namespace Softswitch.Bench.Micro.Media.Audio;

/// <summary>One frame of 20 ms of a stream at another sample rate.</summary>
public class ResamplerBenchmarks
{
    private Resampler _resampler = null!;
    private short[] _sound = [];
    private short[] _heard = [];

    [Params("8000 16000", "16000 8000", "8000 48000", "48000 8000", "16000 48000", "48000 16000")]
    public string Rates { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var rates = Array.ConvertAll(Rates.Split(' '), int.Parse);
        _resampler = Resampler.ForStream(rates[0], rates[1]);
        _sound = Speech.Make(rates[0], 0.02);
        _heard = new short[_resampler.MostOutput(_sound.Length)];
    }

    [Benchmark]
    public int Convert() => _resampler.Convert(_sound, _heard);
}
