using Softswitch.Kernel.Services;

namespace Softswitch.Kernel.Tests.Services;

public sealed class PluginTimersTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(86_401)]
    public async Task A_delay_out_of_range_is_refused(int seconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await new PluginTimers(TimeProvider.System, default).DelayAsync(TimeSpan.FromSeconds(seconds), default));

    [Fact]
    public async Task A_wait_ends_with_the_plugin_or_with_its_caller()
    {
        using var plugin = new CancellationTokenSource();
        using var caller = new CancellationTokenSource();
        var timers = new PluginTimers(TimeProvider.System, plugin.Token);
        var first = timers.DelayAsync(TimeSpan.FromHours(1), caller.Token).AsTask();
        var second = timers.DelayAsync(TimeSpan.FromHours(1), default).AsTask();

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);
        await plugin.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task No_delay_is_over_at_once() => await new PluginTimers(TimeProvider.System, default).DelayAsync(TimeSpan.Zero, default);
}
