using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>Waiting that ends with the plugin.</summary>
/// <param name="clock">The clock.</param>
/// <param name="stopping">Cancelled when the plugin goes.</param>
internal sealed class PluginTimers(TimeProvider clock, CancellationToken stopping) : ITimers
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public TimeProvider Clock { get; } = clock;

    /// <inheritdoc/>
    public async ValueTask DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay < TimeSpan.Zero || delay > LongestDelay) throw new ArgumentOutOfRangeException(nameof(delay), delay, "zero to 24 hours are possible");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        await Task.Delay(delay, Clock, either.Token);
    }
}
