using BenchmarkDotNet.Attributes;
using Softswitch.Media;
using Softswitch.Media.Tests.Audio;

namespace Softswitch.Bench.Micro.Media.Keys;

/// <summary>20 ms of speech that keys are listened for in, and 20 ms of a key's sound.</summary>
public class DtmfBenchmarks : IKeyListener
{
    private readonly short[] _speech = Speech.Make(8000, 0.02);
    private readonly short[] _frame = new short[160];
    private readonly ToneGenerator _generator =
        new(DtmfTones.Of("5", TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(40)) with { IsRepeated = true }, 8000);

    private DtmfDetector _detector = null!;

    [GlobalSetup]
    public void Prepare() => _detector = new DtmfDetector(this);

    [Benchmark]
    public void Listen() => _detector.Listen(_speech);

    [Benchmark]
    public int Generate() => _generator.Generate(_frame);

    void IKeyListener.OnKeyDown(char key)
    {
    }

    void IKeyListener.OnKeyUp(char key, TimeSpan duration)
    {
    }
}
