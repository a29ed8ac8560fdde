using System.Globalization;
using Softswitch.Sdk;

namespace Sample.DailyCount;

/// <summary>Notes at noon (UTC) of each day how many extensions are on line.</summary>
public sealed class DailyCount(IDirectory directory, IPresence presence, IKeyValueStore store, ITimers timers) : IBackgroundTask
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    /// <inheritdoc/>
    public async ValueTask RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var now = timers.Clock.GetUtcNow();
            var next = now.Date + Noon + (now.TimeOfDay >= Noon ? TimeSpan.FromDays(1) : TimeSpan.Zero);
            await timers.DelayAsync(next - now.UtcDateTime, stopping);
            var online = directory.Extensions.Count(extension => presence.IsOnline(extension.Number));
            await store.SetAsync($"online/{next:yyyy-MM-dd}", online.ToString(CultureInfo.InvariantCulture), stopping);
        }
    }
}
