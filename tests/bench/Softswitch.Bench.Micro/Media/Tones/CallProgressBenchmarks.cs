using BenchmarkDotNet.Attributes;
using Softswitch.Media;
using Softswitch.Media.Tests.Audio;

namespace Softswitch.Bench.Micro.Media.Tones;

/// <summary>20 ms of speech that the tones of a network and of fax machines are listened for in.</summary>
public class CallProgressBenchmarks
{
    private readonly short[] _speech = Speech.Make(8000, 0.02);
    private CallProgressDetector _detector = null!;

    [GlobalSetup]
    public void Prepare() => _detector = new CallProgressDetector(CountryTones.Find("US")!);

    [Benchmark]
    public bool Listen() => _detector.Listen(_speech) is not null;
}
