using Softswitch.Net;

namespace Softswitch.Kernel.Registrar;

/// <summary>
/// Has the table look, at the second it is due, at each extension whose contact was taken on this worker: one timer and a list a
/// second. A refreshed contact just stands in two lists, and is left alone by the first.
/// </summary>
internal sealed class ExpiryQueue
{
    private const int KeptLists = 16;

    private readonly Worker _worker;
    private readonly LocationTable _table;
    private readonly WheelTimer _timer;
    private readonly Dictionary<long, List<LocationKey>> _due = [];
    private readonly Stack<List<LocationKey>> _free = [];
    private long _done;

    public ExpiryQueue(Worker worker, LocationTable table)
    {
        _worker = worker;
        _table = table;
        _timer = new WheelTimer(static queue => ((ExpiryQueue)queue!).Expire(), this);
    }

    /// <summary>Has <paramref name="key"/> looked at when <paramref name="at"/> has passed.</summary>
    public void Add(in LocationKey key, DateTimeOffset at)
    {
        var second = at.ToUnixTimeSeconds() + 1;
        if (!_due.TryGetValue(second, out var keys)) _due.Add(second, keys = _free.TryPop(out var free) ? free : []);
        keys.Add(key);
        if (_timer.IsRunning) return;
        _done = _worker.Clock.GetUtcNow().ToUnixTimeSeconds();
        StartTimer();
    }

    private void Expire()
    {
        var now = _worker.Clock.GetUtcNow().ToUnixTimeSeconds();
        while (_done < now && _due.Count > 0)
        {
            if (!_due.Remove(++_done, out var keys)) continue;
            // Whatever stays has a place in a later list, since each refresh makes one.
            foreach (var key in keys) _table.Expire(key);
            keys.Clear();
            if (_free.Count < KeptLists) _free.Push(keys);
        }

        if (_due.Count > 0) StartTimer();
    }

    private void StartTimer()
    {
        var now = _worker.Clock.GetUtcNow();
        _worker.Timers.Start(_timer, TimeSpan.FromSeconds(now.ToUnixTimeSeconds() + 1) - (now - DateTimeOffset.UnixEpoch));
    }
}
