namespace Softswitch.Net.Tests.Workers;

public sealed class ManualWorkerTests
{
    private readonly ManualWorker _worker = new(new ManualClock(DateTimeOffset.UnixEpoch));

    [Fact]
    public void What_waits_for_the_end_of_the_turn_runs_after_posted_work_and_may_post()
    {
        var order = new List<string>();
        var end = new TurnEnd(() =>
        {
            order.Add("end");
            _worker.Post(_ => order.Add("late"), null);
        });
        _worker.Do(() =>
        {
            _worker.AtTurnEnd(end);
            _worker.Post(_ => order.Add("posted"), null);
            order.Add("done");
        });
        Assert.Equal(["done", "posted", "end", "late"], order);
    }

    [Fact]
    public void Time_passes_timer_by_timer()
    {
        var seen = new List<long>();
        foreach (var delay in new[] { 500, 30, 5_000 })
            _worker.Timers.Start(new WheelTimer(_ => seen.Add(_worker.Timers.Now), null), TimeSpan.FromMilliseconds(delay));
        _worker.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([30, 500, 5_000], seen);
    }

    private sealed class TurnEnd(Action action) : ITurnEndHandler
    {
        public void OnTurnEnd() => action();
    }
}
