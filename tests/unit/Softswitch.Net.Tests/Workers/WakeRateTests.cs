namespace Softswitch.Net.Tests.Workers;

public sealed class WakeRateTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(1);
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly WakeRate _rate;

    public WakeRateTests() => _rate = new WakeRate(_clock, Period);

    [Fact]
    public void Seldom_work_is_collected_at_once()
    {
        Collect(1_000, TimeSpan.FromMilliseconds(1.5), found: true);
        Assert.Equal(TimeSpan.Zero, _rate.BeforeCollecting());
    }

    [Fact]
    public void Frequent_work_waits_for_the_rest_of_the_period()
    {
        Collect(1_000, TimeSpan.FromMilliseconds(0.2), found: true);
        Assert.Equal(Period, _rate.BeforeCollecting());
        _clock.Advance(TimeSpan.FromMilliseconds(0.4));
        Assert.Equal(TimeSpan.FromMilliseconds(0.6), _rate.BeforeCollecting());
        _clock.Advance(TimeSpan.FromMilliseconds(0.7));
        Assert.Equal(TimeSpan.Zero, _rate.BeforeCollecting());
    }

    [Fact]
    public void It_stays_busy_while_most_spaced_collections_find_work_and_ends_when_they_do_not()
    {
        Collect(1_000, TimeSpan.FromMilliseconds(0.2), found: true);
        for (var i = 0; i < 1_000; i++) Collect(1, Period, found: i % 4 != 0);
        Assert.True(_rate.IsBusy);
        Collect(40, Period, found: false);
        Assert.False(_rate.IsBusy);
    }

    [Fact]
    public void A_period_of_zero_never_waits()
    {
        var rate = new WakeRate(_clock, TimeSpan.Zero);
        for (var i = 0; i < 10_000; i++) rate.Collected(true);
        Assert.Equal(TimeSpan.Zero, rate.BeforeCollecting());
    }

    private void Collect(int times, TimeSpan apart, bool found)
    {
        for (var i = 0; i < times; i++)
        {
            _clock.Advance(apart);
            _rate.Collected(found);
        }
    }
}
