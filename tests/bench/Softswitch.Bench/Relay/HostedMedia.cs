using System.Globalization;
using Softswitch.Bench.Measuring;

namespace Softswitch.Bench.Relay;

/// <summary>Our media, in a process of its own that says where it listens (<see cref="RelayHost"/>, <see cref="Ivr.IvrHost"/>).</summary>
internal sealed class HostedMedia : IRelay
{
    private readonly ChildProgram _process;

    /// <param name="verb">What this program is to be.</param>
    /// <param name="ends">Ports of the ends.</param>
    /// <param name="speaks">Whether it sends on its own account and not what it is sent.</param>
    public HostedMedia(string verb, IReadOnlyList<int> ends, bool speaks = false)
    {
        Speaks = speaks;
        _process = new ChildProgram(Environment.ProcessPath!, HostArguments(verb, ends));
        _process.WaitUntil(() => _process.Output.Contains('\n'), TimeSpan.FromSeconds(20));
        var line = _process.Output.Split('\n').FirstOrDefault(text => text.StartsWith("ports ", StringComparison.Ordinal))
            ?? throw new BenchException($"{verb} is not ready:\n{_process.Output}");
        Ports = [.. line[6..].Split(',').Select(port => int.Parse(port, CultureInfo.InvariantCulture))];
    }

    public string Name => "softswitch";

    public IReadOnlyList<int> Ports { get; }

    public bool Speaks { get; }

    public double CpuSeconds => CpuTime.OfProcess(_process.Id);

    public void Dispose() => _process.Dispose();

    // Run as "dotnet Softswitch.Bench.dll" the process is dotnet's, and wants the assembly first.
    private static string[] HostArguments(string verb, IReadOnlyList<int> ends)
    {
        string[] arguments = [verb, string.Join(',', ends)];
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(RelayHost).Assembly.Location, .. arguments]
            : arguments;
    }
}
