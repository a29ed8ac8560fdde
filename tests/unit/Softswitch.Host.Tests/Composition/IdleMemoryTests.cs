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

    public IdleMemoryTests() => _memory = new IdleMemory(() => _calls, () => _collections++, _clock);

    [Fact]
    public void It_is_given_back_once_when_no_call_has_been_up_for_a_while()
    {
        _calls = (3, 1);
        Look(seconds: 5);
        _calls = (3, 0);
        Look(seconds: 35);
        Assert.Equal(0, _collections);
        Look(seconds: 5);
        Assert.Equal(1, _collections);
        Look(seconds: 3600);
        Assert.Equal(1, _collections);

        var writer = new PrometheusWriter();
        _memory.Write(writer);
        Assert.Contains("softswitch_idle_collections_total 1\n", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void While_a_call_is_up_nothing_is_interrupted()
    {
        _calls = (1, 1);
        Look(seconds: 3600);
        Assert.Equal(0, _collections);
    }

    [Fact]
    public void A_call_that_came_and_went_between_two_looks_counts()
    {
        _calls = (1, 0);
        Look(seconds: 5);
        Look(seconds: 38);
        _calls = (2, 0);
        Look(seconds: 5);
        Look(seconds: 38);
        Assert.Equal(0, _collections);
        Look(seconds: 5);
        Assert.Equal(1, _collections);
    }

    [Fact]
    public void Without_calls_there_is_nothing_to_give_back()
    {
        Look(seconds: 3600);
        Assert.Equal(0, _collections);
    }

    public void Dispose() => _memory.Dispose();

    private void Look(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _memory.Look();
    }
}
