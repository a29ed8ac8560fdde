using Softswitch.Dialplan.Engine;

namespace Softswitch.Dialplan.Tests.Engine;

public sealed class BreakerTests
{
    private readonly Breaker _breaker = new(new BreakerOptions());

    [Fact]
    public void It_opens_after_ten_runs_half_of_which_failed()
    {
        for (var i = 0; i < 5; i++) Assert.False(_breaker.Record(succeeded: true, At(0)));
        for (var i = 0; i < 4; i++) Assert.False(_breaker.Record(succeeded: false, At(1)));
        Assert.True(_breaker.Record(succeeded: false, At(2)));

        Assert.False(_breaker.TryEnter(At(3)));
        Assert.True(_breaker.IsOpen);
    }

    [Fact]
    public void Fewer_runs_or_fewer_failures_leave_it_closed()
    {
        for (var i = 0; i < 9; i++) _breaker.Record(succeeded: false, At(0));
        Assert.True(_breaker.TryEnter(At(1)));

        var other = new Breaker(new BreakerOptions());
        for (var i = 0; i < 100; i++) other.Record(succeeded: i % 5 != 0, At(0));
        Assert.True(other.TryEnter(At(1)));
    }

    [Fact]
    public void Failures_of_long_ago_do_not_count()
    {
        for (var i = 0; i < 9; i++) _breaker.Record(succeeded: false, At(0));
        Assert.False(_breaker.Record(succeeded: false, At(60)));
        Assert.True(_breaker.TryEnter(At(61)));
    }

    [Fact]
    public void After_15_seconds_one_run_is_tried_and_closes_it_if_it_succeeds()
    {
        Open();
        Assert.False(_breaker.TryEnter(At(14)));
        Assert.True(_breaker.TryEnter(At(15)));
        Assert.False(_breaker.TryEnter(At(15)));
        _breaker.Record(succeeded: true, At(16));
        Assert.True(_breaker.TryEnter(At(16)));
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void A_trial_that_fails_opens_it_for_another_15_seconds()
    {
        Open();
        Assert.True(_breaker.TryEnter(At(15)));
        Assert.True(_breaker.Record(succeeded: false, At(16)));
        Assert.False(_breaker.TryEnter(At(30)));
        Assert.True(_breaker.TryEnter(At(31)));
    }

    [Fact]
    public void A_trial_that_the_end_of_the_call_cut_short_leaves_it_to_the_next()
    {
        Open();
        Assert.True(_breaker.TryEnter(At(15)));
        _breaker.Forget();
        Assert.True(_breaker.TryEnter(At(16)));
    }

    private void Open()
    {
        for (var i = 0; i < 10; i++) _breaker.Record(succeeded: false, At(0));
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
