using Softswitch.Bench.Measuring;
using Softswitch.Bench.Relay;

namespace Softswitch.Bench.Limit;

/// <summary>The C program that receives datagrams and sends them back, compiled for the occasion.</summary>
internal sealed class LimitProgram : IRelay
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("limit-");
    private readonly ChildProgram _process;

    /// <param name="streams">Streams that it is sent.</param>
    /// <param name="isOneSocket">One socket for all streams, or one for each.</param>
    public LimitProgram(int streams, bool isOneSocket)
    {
        Name = isOneSocket ? "limit-one" : "limit-each";
        var program = Path.Combine(_folder.FullName, "limit");
        using (var compiler = new ChildProgram("gcc", "-O2", "-Wall", "-o", program, Path.Combine(AppContext.BaseDirectory, "Limit", "limit.c")))
            compiler.WaitForSuccess(TimeSpan.FromSeconds(60));

        var first = isOneSocket ? LoopbackPorts.Take() : LoopbackPorts.Take(streams * 2);
        Ports = [.. Enumerable.Range(0, streams).Select(i => isOneSocket ? first : first + (2 * i))];
        _process = new ChildProgram(program, isOneSocket ? "one" : "each", $"{first}", $"{streams}");
        _process.WaitUntil(() => _process.Output.Contains("ready", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    public string Name { get; }

    public IReadOnlyList<int> Ports { get; }

    public double CpuSeconds => CpuTime.OfProcess(_process.Id);

    /// <summary>It sends each datagram back to where it came from.</summary>
    public int ReceiverOf(int stream) => stream;

    public void Dispose()
    {
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
