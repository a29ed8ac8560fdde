using Softswitch.Host.Composition;
using Softswitch.Host.Metrics;
using Softswitch.Net;

namespace Softswitch.Host.Tests.Composition;

public sealed class IdleMemoryTests : IDisposable
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly IdleMemory _memory;
    private (long Began, long Active) _calls;
    private int _collections;

    public IdleMemoryTests() => _memory = new IdleMemory(() => _calls, CollectAsync, _clock);

    [Fact]
    public async Task It_is_given_back_once_when_no_call_has_been_up_for_a_while()
    {
        _calls = (3, 1);
        await LookAsync(seconds: 5);
        _calls = (3, 0);
        await LookAsync(seconds: 35);
        Assert.Equal(0, _collections);
        await LookAsync(seconds: 5);
        Assert.Equal(1, _collections);
        await LookAsync(seconds: 3600);
        Assert.Equal(1, _collections);

        var writer = new PrometheusWriter();
        _memory.Write(writer);
        Assert.Contains("softswitch_idle_collections_total 1\n", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_call_is_up_nothing_is_interrupted()
    {
        _calls = (1, 1);
        await LookAsync(seconds: 3600);
        Assert.Equal(0, _collections);
    }

    [Fact]
    public async Task A_call_that_came_and_went_between_two_looks_counts()
    {
        _calls = (1, 0);
        await LookAsync(seconds: 5);
        await LookAsync(seconds: 38);
        _calls = (2, 0);
        await LookAsync(seconds: 5);
        await LookAsync(seconds: 38);
        Assert.Equal(0, _collections);
        await LookAsync(seconds: 5);
        Assert.Equal(1, _collections);
    }

    [Fact]
    public async Task Without_calls_there_is_nothing_to_give_back()
    {
        await LookAsync(seconds: 3600);
        Assert.Equal(0, _collections);
    }

    public void Dispose() => _memory.Dispose();

    private Task CollectAsync()
    {
        _collections++;
        return Task.CompletedTask;
    }

    private async Task LookAsync(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await _memory.LookAsync();
    }
}
