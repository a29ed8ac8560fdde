using System.Globalization;
using System.Net;
using Softswitch.Bench.Measuring;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Bench.Relay;

/// <summary>
/// Our relay in a process of its own: <c>relay-host PORT,PORT,...</c> opens a stream for each port of an end, connects
/// them in pairs, prints where they listen and relays until it is ended.
/// </summary>
internal static class RelayHost
{
    public const string Verb = "relay-host";

    public static int Run(string ends)
    {
        using var relay = new MediaRelay(new MediaRelayOptions(), TimeProvider.System, SystemRandomSource.Instance);
        relay.Unhandled = exception => Console.Error.WriteLine(exception);
        relay.Start();
        var local = NetAddress.From(IPAddress.Loopback, 0);
        MediaStream? first = null;
        var ports = new List<int>();
        foreach (var end in ends.Split(',').Select(port => int.Parse(port, CultureInfo.InvariantCulture)))
        {
            var error = relay.Open(local, (uint)(ports.Count / 2), MediaStreamOptions.Audio, out var stream);
            if (stream is null) throw new BenchException($"opening stream {ports.Count}: {error}");
            stream.SetRemote(local.WithPort((ushort)end));
            ports.Add(stream.Local.Port);
            if (first is null)
            {
                first = stream;
                continue;
            }

            stream.Connect(first);
            first = null;
        }

        Console.WriteLine("ports " + string.Join(',', ports));
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}

/// <summary>The process of <see cref="RelayHost"/>.</summary>
internal sealed class SoftswitchRelay : IRelay
{
    private readonly ChildProgram _process;

    public SoftswitchRelay(IReadOnlyList<int> ends)
    {
        _process = new ChildProgram(Environment.ProcessPath!, HostArguments(ends));
        _process.WaitUntil(() => _process.Output.Contains('\n'), TimeSpan.FromSeconds(20));
        var line = _process.Output.Split('\n').FirstOrDefault(text => text.StartsWith("ports ", StringComparison.Ordinal))
            ?? throw new BenchException($"the relay is not ready:\n{_process.Output}");
        Ports = [.. line[6..].Split(',').Select(port => int.Parse(port, CultureInfo.InvariantCulture))];
    }

    public string Name => "softswitch";

    public IReadOnlyList<int> Ports { get; }

    public double CpuSeconds => CpuTime.OfProcess(_process.Id);

    public void Dispose() => _process.Dispose();

    // Run as "dotnet Softswitch.Bench.dll" the process is dotnet's, and wants the assembly first.
    private static string[] HostArguments(IReadOnlyList<int> ends)
    {
        string[] arguments = [RelayHost.Verb, string.Join(',', ends)];
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(RelayHost).Assembly.Location, .. arguments]
            : arguments;
    }
}
