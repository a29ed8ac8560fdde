using Softswitch.Dialplan.Engine;

namespace Softswitch.Dialplan.Tests.Engine;

public sealed class StepPaceTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(20);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(3);
    private readonly StepPace _pace = new();
    private TimeSpan _now;

    [Fact]
    public void A_step_that_has_run_a_few_times_is_quick_however_long_its_first_runs_took()
    {
        Assert.False(_pace.IsQuick(_now));
        Note(Slow, 2);
        Assert.False(_pace.IsQuick(_now));
        Note(Slow, 1);
        Assert.True(_pace.IsQuick(_now));
    }

    [Fact]
    public void A_slow_run_now_and_then_changes_nothing()
    {
        Note(Quick, 3);
        for (var i = 0; i < 20; i++)
        {
            Note(Slow, 1);
            Note(Quick, 30);
        }

        Assert.True(_pace.IsQuick(_now));
    }

    [Fact]
    public void A_step_that_is_slow_too_often_is_not_quick_for_a_minute()
    {
        Note(Quick, 3);
        Note(Slow, 3);
        Assert.True(_pace.IsQuick(_now));
        Note(Slow, 1);
        Assert.False(_pace.IsQuick(_now));
        _now += TimeSpan.FromSeconds(59);
        Assert.False(_pace.IsQuick(_now));
        _now += TimeSpan.FromSeconds(1);
        Assert.True(_pace.IsQuick(_now));
    }

    [Fact]
    public void A_step_that_has_stayed_once_is_not_quick_for_a_minute()
    {
        Note(Quick, 3);
        _pace.Stayed(_now);
        Assert.False(_pace.IsQuick(_now));
        Assert.True(_pace.IsQuick(_now + TimeSpan.FromMinutes(1)));
    }

    private void Note(TimeSpan held, int times)
    {
        for (var i = 0; i < times; i++) _pace.Note(held, _now);
    }
}
