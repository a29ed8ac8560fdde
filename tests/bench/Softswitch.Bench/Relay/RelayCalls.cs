using System.Net;
using Softswitch.Bench.Measuring;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Bench.Relay;

/// <summary>What a relayed call costs beside its packets: two streams with two sockets each, opened, connected and closed.</summary>
internal static class RelayCalls
{
    private const int Calls = 4000;
    private const int Rounds = 5;
    private const int Batch = 50;

    /// <summary>One line: CPU per call and memory per open call.</summary>
    public static string Describe()
    {
        var ports = new RelayPortsOptions { Quarantine = TimeSpan.Zero };
        using var relay = new MediaRelay(new MediaRelayOptions { Ports = ports }, TimeProvider.System, SystemRandomSource.Instance);
        relay.Start();
        OpenAndClose(relay);
        var costs = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var before = CpuTime.OfProcess(Environment.ProcessId);
            OpenAndClose(relay);
            costs[round] = (CpuTime.OfProcess(Environment.ProcessId) - before) * 1e6 / Calls;
        }

        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var open = new List<MediaStream>();
        for (var i = 0; i < Calls; i++) Open(relay, open);
        open[^1].WhenApplied().Wait();
        memory = (GC.GetTotalMemory(forceFullCollection: true) - memory) / Calls;
        GC.KeepAlive(open);
        return $"a call opened and closed: {Comparison.Median(costs):0.0} us CPU ({costs.Min():0.0} to {costs.Max():0.0}); {memory} bytes while it is open, the kernel's aside";
    }

    private static void OpenAndClose(MediaRelay relay)
    {
        var open = new List<MediaStream>();
        for (var i = 1; i <= Calls; i++)
        {
            Open(relay, open);
            if (i % Batch != 0) continue;
            foreach (var stream in open) stream.Close();
            open[^1].WhenApplied().Wait();
            open.Clear();
        }
    }

    private static void Open(MediaRelay relay, List<MediaStream> open)
    {
        var local = NetAddress.From(IPAddress.Loopback, 0);
        for (var leg = 0; leg < 2; leg++)
        {
            var error = relay.Open(local, 0, MediaStreamOptions.Audio, out var stream);
            if (stream is null) throw new BenchException($"opening a stream: {error}");
            stream.SetRemote(local.WithPort((ushort)(40_000 + leg)));
            open.Add(stream);
        }

        open[^1].Connect(open[^2]);
    }
}
