namespace Softswitch.Net;

/// <summary>
/// Has things looked at when their second has come: one timer and a list a second, whatever their number. For what is renewed again and
/// again before its time is over: nothing is taken out, so what was renewed is looked at once for nothing. Belongs to one worker.
/// </summary>
public sealed class SecondsQueue<T>
{
    private const int KeptLists = 16;

    private readonly Worker _worker;
    private readonly Action<T> _due;
    private readonly WheelTimer _timer;
    private readonly Dictionary<long, List<T>> _lists = [];
    private readonly Stack<List<T>> _free = [];
    private long _done;
    private bool _isLooking;

    /// <summary>A queue of <paramref name="worker"/>; <paramref name="due"/> is called with each thing in the second after its time.</summary>
    public SecondsQueue(Worker worker, Action<T> due)
    {
        _worker = worker;
        _due = due;
        _timer = new WheelTimer(static queue => ((SecondsQueue<T>)queue!).OnTimer(), this);
    }

    /// <summary>Has <paramref name="item"/> looked at when <paramref name="at"/> has passed, at most a second later.</summary>
    public void Add(T item, DateTimeOffset at)
    {
        if (!_timer.IsRunning && !_isLooking)
        {
            _done = Now;
            StartTimer();
        }

        var second = Math.Max(at.ToUnixTimeSeconds(), _done) + 1;
        if (!_lists.TryGetValue(second, out var items)) _lists.Add(second, items = _free.TryPop(out var free) ? free : []);
        items.Add(item);
    }

    private long Now => _worker.Clock.GetUtcNow().ToUnixTimeSeconds();

    private void OnTimer()
    {
        var now = Now;
        _isLooking = true;
        while (_done < now && _lists.Count > 0)
        {
            if (!_lists.Remove(++_done, out var items)) continue;
            foreach (var item in items) _due(item);
            items.Clear();
            if (_free.Count < KeptLists) _free.Push(items);
        }

        _isLooking = false;
        if (_lists.Count > 0) StartTimer();
    }

    private void StartTimer()
    {
        var now = _worker.Clock.GetUtcNow();
        var next = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + 1);
        _worker.Timers.Start(_timer, next - now);
    }
}
