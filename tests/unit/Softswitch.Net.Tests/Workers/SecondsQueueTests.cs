namespace Softswitch.Net.Tests.Timers;

public sealed class SecondsQueueTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddMilliseconds(250));
    private readonly ManualWorker _worker;
    private readonly List<string> _seen = [];
    private readonly SecondsQueue<string> _queue;

    public SecondsQueueTests()
    {
        _worker = new ManualWorker(_clock);
        _queue = new SecondsQueue<string>(_worker, item =>
        {
            _seen.Add($"{item} {_clock.GetUtcNow().ToUnixTimeMilliseconds()}");
            if (item == "again") _queue!.Add("added", _clock.GetUtcNow());
        });
    }

    [Fact]
    public void Each_thing_is_looked_at_in_the_second_after_its_time()
    {
        Add("late", 90_500);
        Add("soon", 1_500);
        Add("sooner", 250);
        _worker.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(["sooner 1000", "soon 2000", "late 91000"], _seen);
        Assert.Equal(0, _worker.Timers.Count);
    }

    [Fact]
    public void What_is_added_while_others_are_looked_at_has_its_turn_and_holds_nobody_up()
    {
        Add("again", 300);
        Add("other", 5_000);
        _worker.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["again 1000", "added 2000", "other 6000"], _seen);
    }

    [Fact]
    public void After_a_rest_it_goes_on()
    {
        Add("one", 1_000);
        _worker.Advance(TimeSpan.FromHours(1));
        Add("two", _clock.GetUtcNow().ToUnixTimeMilliseconds() + 1_000);
        _worker.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(2, _seen.Count);
    }

    private void Add(string item, long at) => _worker.Do(() => _queue.Add(item, DateTimeOffset.FromUnixTimeMilliseconds(at)));
}
