using BenchmarkDotNet.Attributes;

namespace Softswitch.Bench.Micro.Kernel.Registrar;

/// <summary>What a registration costs without network and database: a row less the row of its peer, whose part is done here too.</summary>
public class RegistrarBenchmarks
{
    private const int Filling = 160_000;
    private readonly RegisteringPhones _phones = new();

    /// <summary>As many registrations before as linger.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Filling; i++) _phones.Register();
    }

    [GlobalCleanup]
    public void Check() => _phones.Check();

    [Benchmark]
    public void Register() => _phones.Register();

    [Benchmark]
    public void RegisterOfPeers() => _phones.RegisterOfPeers();
}
