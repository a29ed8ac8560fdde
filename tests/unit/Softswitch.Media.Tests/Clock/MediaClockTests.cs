using Softswitch.Net;

namespace Softswitch.Media.Tests.Clock;

public sealed class MediaClockTests
{
    private readonly ManualClock _time = new(DateTimeOffset.UnixEpoch);
    private readonly ManualWorker _worker;
    private readonly MediaClock _clock;

    public MediaClockTests()
    {
        _worker = new ManualWorker(_time);
        _clock = new MediaClock(_worker);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void A_source_is_called_at_its_time_for_minutes_without_drift(int ticks)
    {
        var source = Add(ticks);

        _worker.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(60_000 / ticks, source.Calls.Count, 1.0);
        for (var i = 1; i < source.Calls.Count; i++)
        {
            Assert.Equal(source.Calls[0].Tick + ((long)i * ticks), source.Calls[i].Tick);
            Assert.Equal(source.Calls[i].Tick * 10, source.Calls[i].Milliseconds);
        }
    }

    [Fact]
    public void Sources_of_one_length_keep_their_order_and_distance()
    {
        var order = new List<Source>();
        var first = Add(2, order);
        var second = Add(2, order);
        _worker.Advance(TimeSpan.FromMilliseconds(15));
        var third = Add(2, order);

        _worker.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal([first, second, third, first, second, third, first, second], order.Take(8));
        Assert.Equal(10, third.Calls[0].Milliseconds - first.Calls[0].Milliseconds);
    }

    [Fact]
    public void A_worker_that_was_late_catches_up_at_twice_the_pace_and_not_at_once()
    {
        var source = Add(2);
        _worker.Advance(TimeSpan.FromMilliseconds(20));
        var before = source.Calls.Count;
        _time.Advance(TimeSpan.FromMilliseconds(200));

        _worker.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((1000 + 200) / 20, source.Calls.Count - before, 1.0);
        Assert.All(source.Calls.Zip(source.Calls.Skip(1)), pair => Assert.Equal(2, pair.Second.Tick - pair.First.Tick));
        // But for what the late turn itself was behind the wheel's tick.
        Assert.All(source.Calls.Zip(source.Calls.Skip(1)), pair => Assert.True(pair.Second.Milliseconds - pair.First.Milliseconds >= 9));
        Assert.Equal(0, _clock.GivenUp);
        Assert.Equal(source.Calls[^1].Tick * 10, source.Calls[^1].Milliseconds);
    }

    [Fact]
    public void What_is_later_than_half_a_second_is_given_up()
    {
        var source = Add(2);
        _worker.Advance(TimeSpan.FromMilliseconds(20));
        _time.Advance(TimeSpan.FromSeconds(60));

        _worker.Advance(TimeSpan.FromMilliseconds(100));

        Assert.InRange(source.Calls.Count, 3, 8);
        Assert.InRange(_clock.GivenUp, 5980, 6000);
        Assert.Equal(source.Calls[^1].Tick * 10, source.Calls[^1].Milliseconds);
    }

    [Fact]
    public void Nobody_to_call_means_no_timer()
    {
        var source = Add(2);
        var done = Add(2, calls: 3);
        _worker.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(3, done.Calls.Count);
        Assert.Equal(1, _clock.Count);
        Assert.Equal(1, _worker.Timers.Count);

        _worker.Do(() => _clock.Remove(source));

        Assert.Equal(0, _clock.Count);
        Assert.Equal(0, _worker.Timers.Count);
    }

    [Fact]
    public void A_source_that_throws_is_called_no_more_and_harms_no_other()
    {
        var bad = Add(2, failsAt: 2);
        var good = Add(2);
        _worker.Advance(TimeSpan.FromMilliseconds(15));

        Assert.Throws<InvalidOperationException>(() => _worker.Advance(TimeSpan.FromMilliseconds(100)));
        _worker.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(2, bad.Calls.Count);
        Assert.InRange(good.Calls.Count, 5, 7);
        Assert.All(good.Calls.Zip(good.Calls.Skip(1)), pair => Assert.Equal(2, pair.Second.Tick - pair.First.Tick));
    }

    [Fact]
    public void A_source_that_is_added_while_another_is_called_comes_at_a_later_tick()
    {
        var added = new Source(_worker, 2);
        var source = new Source(_worker, 2) { Calling = _ => { if (!added.IsScheduled) _clock.Add(added); } };
        _worker.Do(() => _clock.Add(source));

        _worker.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal(source.Calls[0].Tick + 1, added.Calls[0].Tick);
        Assert.InRange(added.Calls.Count, 2, 3);
    }

    [Fact]
    public void A_source_may_ask_not_to_be_called_too_early()
    {
        var source = new Source(_worker, 2);
        _worker.Do(() => _clock.Add(source, _clock.Now + 4));

        _worker.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(40, source.Calls[0].Milliseconds);
    }

    [Fact]
    public void A_tick_allocates_nothing()
    {
        for (var i = 0; i < 100; i++) _worker.Do(() => _clock.Add(new Silent()));
        Action tick = _worker.Timers.Advance;
        for (var i = 0; i < 100; i++) Advance(tick);

        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 100; i++) Advance(tick);
        }));
    }

    private void Advance(Action tick)
    {
        _time.Advance(TimeSpan.FromMilliseconds(10));
        _worker.Do(tick);
    }

    private Source Add(int ticks, List<Source>? order = null, int calls = int.MaxValue, int failsAt = int.MaxValue)
    {
        var source = new Source(_worker, ticks) { Order = order, Most = calls, FailsAt = failsAt };
        _worker.Do(() => _clock.Add(source));
        return source;
    }

    private sealed class Silent : ClockedSource
    {
        public override int OnTick(long tick) => 2;
    }

    private sealed class Source(ManualWorker worker, int ticks) : ClockedSource
    {
        public List<(long Tick, long Milliseconds)> Calls { get; } = [];

        public List<Source>? Order { get; init; }

        public int Most { get; init; } = int.MaxValue;

        public int FailsAt { get; init; } = int.MaxValue;

        public Action<long>? Calling { get; init; }

        public override int OnTick(long tick)
        {
            Calls.Add((tick, worker.Timers.Now));
            Order?.Add(this);
            Calling?.Invoke(tick);
            if (Calls.Count == FailsAt) throw new InvalidOperationException("on purpose");
            return Calls.Count < Most ? ticks : 0;
        }
    }
}
