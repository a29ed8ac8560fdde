using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Endurance;

/// <summary>What a switch holds at one moment: by its own count, and by the system's.</summary>
/// <param name="Held">Calls, streams, descriptors and so on, by name.</param>
/// <param name="Collections">Times that the switch has given memory back because its calls were over.</param>
/// <param name="LiveBytes">Managed memory that was still needed at the last full collection.</param>
/// <param name="NativeBytes">Memory of the C library in use.</param>
/// <param name="ResidentBytes">Memory that the process holds of the system.</param>
internal sealed record Footprint(IReadOnlyDictionary<string, double> Held, long Collections, long LiveBytes, long NativeBytes, long ResidentBytes)
{
    /// <summary>What must be back where it began when all calls have ended.</summary>
    private static readonly string[] Gauges =
    [
        "softswitch_calls_active", "softswitch_sessions", "softswitch_transactions", "softswitch_timers", "softswitch_media_streams",
        "softswitch_media_port_pairs{state=\"in_use\"}",
    ];

    public static async Task<Footprint> TakeAsync(SwitchProcess process)
    {
        var metrics = await process.MetricsAsync();
        var held = Gauges.ToDictionary(gauge => gauge, gauge => metrics[gauge], StringComparer.Ordinal);
        held["file descriptors"] = Descriptors(process.ProcessId);
        return new Footprint(
            held, (long)metrics["softswitch_idle_collections_total"], (long)metrics["dotnet_gc_live_bytes"], (long)metrics["process_native_heap_bytes"], process.ResidentBytes());
    }

    /// <summary>Open files, and sockets for datagrams. Connections to the database and of HTTP are pooled: they come and go with the load.</summary>
    private static int Descriptors(int process)
    {
        string[] tables = ["/proc/net/udp", "/proc/net/udp6"];
        var datagrams = tables.SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => $"socket:[{line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[9]}]").ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? "")
            .Count(target => !target.StartsWith("socket:", StringComparison.Ordinal) || datagrams.Contains(target));
    }

    /// <summary>The same with the lower of both figures of memory.</summary>
    public Footprint OrLess(Footprint other) => this with
    {
        LiveBytes = Math.Min(LiveBytes, other.LiveBytes),
        NativeBytes = Math.Min(NativeBytes, other.NativeBytes),
        ResidentBytes = Math.Min(ResidentBytes, other.ResidentBytes),
    };

    public override string ToString() => FormattableString.Invariant(
        $"live {LiveBytes / 1048576.0:0.00} MB, native {NativeBytes / 1048576.0:0.00} MB, resident {ResidentBytes / 1048576.0:0.0} MB");

    /// <summary>What is held beyond <paramref name="before"/>, one line each; empty when nothing is.</summary>
    public string Beyond(Footprint before) =>
        string.Join('\n', Held.Where(h => h.Value > before.Held[h.Key]).Select(h => $"{h.Key}: {before.Held[h.Key]} before, {h.Value} after"));
}
