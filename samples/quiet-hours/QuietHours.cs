using Softswitch.Sdk;

namespace Sample.QuietHours;

/// <summary>Says which extensions are not to be disturbed now, by hours that the account keeps.</summary>
public sealed class QuietHours(IKeyValueStore store, ITimers timers) : IPresenceSource
{
    /// <summary>Where hours are kept, by extension.</summary>
    internal const string Hours = "hours/";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping)
    {
        while (true)
        {
            foreach (var key in await store.KeysAsync(Hours, null, stopping))
            {
                var extension = key[Hours.Length..];
                var hours = await store.GetAsync(key, stopping) is { } kept ? DailyHours.Parse(kept.Value) : null;
                if (hours?.EndAt(timers.Clock.GetUtcNow()) is { } end) report.Set(extension, ExtensionState.DoNotDisturb, "Quiet hours", end);
                else report.Clear(extension);
            }

            await timers.DelayAsync(LookEvery, stopping);
        }
    }
}
