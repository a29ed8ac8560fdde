using Softswitch.Host.Composition;
using Softswitch.Host.Metrics;
using Softswitch.Net;

namespace Softswitch.Host.Tests.Composition;

public sealed class IdleMemoryTests : IDisposable
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly IdleMemory _memory;
    private (long Began, long Active) _calls;
    private int _leftovers;
    private int _goEachTime;
    private int _collections;

    public IdleMemoryTests() => _memory = new IdleMemory(() => _calls, () => _leftovers, CollectAsync, _clock);

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

    [Theory]
    [InlineData(1, 3)]
    [InlineData(0, 4)]
    public async Task Replaced_plugins_are_collected_without_calls_too_a_few_times_until_they_are_gone(int goEachTime, int collections)
    {
        _goEachTime = goEachTime;
        _leftovers = 3;
        await LookAsync(seconds: 5);
        Assert.Equal(0, _collections);
        await LookAsync(seconds: 40);
        Assert.Equal(1, _collections);
        for (var i = 0; i < 10; i++) await LookAsync(seconds: 5);

        Assert.Equal(collections, _collections);
    }

    public void Dispose() => _memory.Dispose();

    private Task CollectAsync()
    {
        _collections++;
        _leftovers = Math.Max(0, _leftovers - _goEachTime);
        return Task.CompletedTask;
    }

    private async Task LookAsync(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await _memory.LookAsync();
    }
}
