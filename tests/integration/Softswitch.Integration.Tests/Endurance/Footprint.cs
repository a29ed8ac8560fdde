using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Endurance;

/// <summary>What a switch holds at one moment: by its own count, and by the system's.</summary>
internal sealed record Footprint(IReadOnlyDictionary<string, double> Held, long ResidentBytes)
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
        held["file descriptors"] = Directory.EnumerateFileSystemEntries($"/proc/{process.ProcessId}/fd").Count();
        return new Footprint(held, process.ResidentBytes());
    }

    /// <summary>What is held beyond <paramref name="before"/>, one line each; empty when nothing is.</summary>
    public string Beyond(Footprint before) =>
        string.Join('\n', Held.Where(h => h.Value > before.Held[h.Key]).Select(h => $"{h.Key}: {before.Held[h.Key]} before, {h.Value} after"));
}
