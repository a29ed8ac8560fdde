namespace Softswitch.Net.Tests.Timers;

public sealed class TimerWheelTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly TimerWheel _wheel;

    public TimerWheelTests() => _wheel = new TimerWheel(_clock);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 20)]
    [InlineData(500, 500)]
    [InlineData(2_550, 2_550)]
    [InlineData(2_560, 2_560)]
    [InlineData(32_000, 32_000)]
    [InlineData(163_840, 163_840)]
    [InlineData(3_600_000, 3_600_000)]
    [InlineData(86_400_000, 86_400_000)]
    public void A_timer_fires_at_the_first_tick_at_or_after_its_time(long delay, long expected)
    {
        var firedAt = -1L;
        _wheel.Start(new WheelTimer(_ => firedAt = _wheel.Now, null), TimeSpan.FromMilliseconds(Math.Max(delay, 1)));
        Pass(expected - 1);
        Assert.Equal(-1, firedAt);
        Pass(1);
        Assert.Equal(expected, firedAt);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_timer_started_between_two_ticks_never_fires_early()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(4.7));
        var fired = false;
        _wheel.Start(new WheelTimer(_ => fired = true, null), TimeSpan.FromMilliseconds(15.6));
        _clock.Advance(TimeSpan.FromMilliseconds(15.5));
        _wheel.Advance();
        Assert.False(fired);
        _clock.Advance(TimeSpan.FromMilliseconds(9.8));
        _wheel.Advance();
        Assert.True(fired);
    }

    [Fact]
    public void A_stopped_timer_does_not_fire()
    {
        var timer = new WheelTimer(_ => Assert.Fail("fired"), null);
        _wheel.Start(timer, TimeSpan.FromSeconds(1));
        _wheel.Stop(timer);
        _wheel.Stop(timer);
        Pass(5_000);
        Assert.Equal(0, _wheel.Count);
        Assert.False(timer.IsRunning);
    }

    [Fact]
    public void Starting_a_running_timer_moves_it()
    {
        var fired = new List<long>();
        var timer = new WheelTimer(_ => fired.Add(_wheel.Now), null);
        _wheel.Start(timer, TimeSpan.FromSeconds(1));
        PassTickByTick(900);
        _wheel.Start(timer, TimeSpan.FromSeconds(1));
        PassTickByTick(5_000);
        Assert.Equal([1_900], fired);
    }

    [Fact]
    public void A_timer_can_start_itself_again_from_its_callback()
    {
        var fired = new List<long>();
        WheelTimer? timer = null;
        timer = new WheelTimer(
            _ =>
            {
                fired.Add(_wheel.Now);
                if (fired.Count < 5) _wheel.Start(timer!, TimeSpan.FromMilliseconds(500 << fired.Count));
            },
            null);
        _wheel.Start(timer, TimeSpan.FromMilliseconds(500));
        PassTickByTick(40_000);
        Assert.Equal([500, 1_500, 3_500, 7_500, 15_500], fired);
    }

    [Fact]
    public void A_callback_may_stop_another_timer_of_the_same_tick()
    {
        var second = new WheelTimer(_ => Assert.Fail("was stopped"), null);
        _wheel.Start(new WheelTimer(_ => _wheel.Stop(second), null), TimeSpan.FromMilliseconds(100));
        _wheel.Start(second, TimeSpan.FromMilliseconds(100));
        Pass(1_000);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_callback_that_throws_delays_the_others_only_until_the_next_call()
    {
        var fired = 0;
        for (var i = 0; i < 3; i++)
            _wheel.Start(new WheelTimer(_ => { if (++fired == 2) throw new InvalidOperationException(); }, null), TimeSpan.FromMilliseconds(50));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Throws<InvalidOperationException>(_wheel.Advance);
        Assert.Equal(2, fired);
        _wheel.Advance();
        Assert.Equal(3, fired);
    }

    [Fact]
    public void A_wheel_that_was_not_turned_for_long_starts_timers_from_now()
    {
        _clock.Advance(TimeSpan.FromDays(30));
        var fired = 0;
        _wheel.Start(new WheelTimer(_ => fired++, null), TimeSpan.FromMilliseconds(100));
        Assert.Equal(100, _wheel.UntilNext(1_000));
        Pass(99);
        Assert.Equal(0, fired);
        Pass(1);
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_timer_beyond_the_last_wheel_waits_as_long_as_the_wheels_can()
    {
        var fired = false;
        _wheel.Start(new WheelTimer(_ => fired = true, null), TimeSpan.MaxValue);
        _clock.Advance(TimeSpan.FromDays(497));
        _wheel.Advance();
        Assert.False(fired);
        _clock.Advance(TimeSpan.FromDays(1));
        _wheel.Advance();
        Assert.True(fired);
    }

    [Fact]
    public void The_time_until_the_next_timer_is_exact_when_near_and_never_too_long_when_far()
    {
        Assert.Equal(1_000, _wheel.UntilNext(1_000));
        var far = new WheelTimer(static _ => { }, null);
        _wheel.Start(far, TimeSpan.FromSeconds(10));
        Assert.Equal(2_560, _wheel.UntilNext(100_000));
        _wheel.Start(new WheelTimer(static _ => { }, null), TimeSpan.FromMilliseconds(730));
        Assert.Equal(730, _wheel.UntilNext(100_000));
        Pass(700);
        Assert.Equal(30, _wheel.UntilNext(100_000));
        Assert.Equal(20, _wheel.UntilNext(20));
        while (far.IsRunning) Pass(_wheel.UntilNext(100_000));
        Assert.Equal(10_000, _wheel.Now);
    }

    [Fact]
    public void A_million_timers_fire_each_at_its_own_time()
    {
        const int Timers = 1_000_000;
        var random = new Random(7);
        var due = new long[Timers];
        var wrong = 0;
        var fired = 0;
        for (var i = 0; i < Timers; i++)
        {
            var number = i;
            due[i] = (random.NextInt64(1, 600_000) + 9) / 10 * 10;
            _wheel.Start(
                new WheelTimer(
                    _ =>
                    {
                        fired++;
                        if (_wheel.Now != due[number]) wrong++;
                    },
                    null),
                TimeSpan.FromMilliseconds(due[i]));
        }

        Assert.Equal(Timers, _wheel.Count);
        for (var i = 0; i < 60_000; i++) Pass(10);
        Assert.Equal((Timers, 0, 0), (fired, wrong, _wheel.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void It_behaves_as_a_sorted_list_of_due_times(int seed)
    {
        var random = new Random(seed);
        var fired = new List<int>();
        var timers = Enumerable.Range(0, 200).Select(i => new WheelTimer(_ => fired.Add(i), null)).ToArray();
        var model = new Dictionary<int, long>();
        for (var step = 0; step < 20_000; step++)
        {
            var one = random.Next(timers.Length);
            switch (random.Next(4))
            {
                case 0 or 1:
                    var delay = random.NextInt64(1, 1L << random.Next(1, 34));
                    _wheel.Start(timers[one], TimeSpan.FromMilliseconds(delay));
                    model[one] = (_wheel.Now + delay + 9) / 10 * 10;
                    break;
                case 2:
                    _wheel.Stop(timers[one]);
                    model.Remove(one);
                    break;
                default:
                    fired.Clear();
                    Pass(random.NextInt64(0, 1L << random.Next(1, 24)));
                    var expected = model.Where(pair => pair.Value <= _wheel.Now / 10 * 10).Select(pair => pair.Key).Order().ToArray();
                    foreach (var key in expected) model.Remove(key);
                    Assert.Equal(expected, fired.Order());
                    break;
            }

            Assert.Equal(model.Count, _wheel.Count);
            if (model.Count > 0) Assert.True(_wheel.UntilNext(int.MaxValue) <= Math.Max(0, model.Values.Min() - _wheel.Now));
        }
    }

    private void PassTickByTick(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 10) Pass(10);
    }

    private void Pass(long milliseconds)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _wheel.Advance();
    }
}
