namespace Softswitch.Net;

/// <summary>
/// Decides whether a worker should wait a little before it collects what is ready. Under load a wake-up costs more
/// than the message it serves; waiting a bounded time lets one wake-up serve many. At low load nothing waits.
/// </summary>
internal sealed class WakeRate
{
    private const int WindowPeriods = 16;

    private readonly TimeProvider _clock;
    private readonly long _period;
    private readonly long _window;
    private long _windowStart;
    private long _lastCollection;
    private long _found;
    private bool _busy;

    /// <summary>Collections are at least <paramref name="period"/> apart while it is busy; 0 never waits.</summary>
    public WakeRate(TimeProvider clock, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, TimeSpan.FromMilliseconds(20));
        _clock = clock;
        _period = (long)(period.TotalSeconds * clock.TimestampFrequency);
        _window = _period * WindowPeriods;
        _windowStart = _lastCollection = clock.GetTimestamp();
    }

    /// <summary>Whether work is coming often enough for collections to be spaced.</summary>
    public bool IsBusy => _busy;

    /// <summary>How long to wait before the next collection; zero when at once.</summary>
    public TimeSpan BeforeCollecting()
    {
        if (!_busy) return TimeSpan.Zero;
        // What the last turn's work took counts as waiting: a worker that has no time to spare does not wait at all.
        var left = _period - (_clock.GetTimestamp() - _lastCollection);
        return left <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks(left * TimeSpan.TicksPerSecond / _clock.TimestampFrequency);
    }

    /// <summary>A collection has been made; <paramref name="foundWork"/> says whether there was anything to collect.</summary>
    public void Collected(bool foundWork)
    {
        if (_period == 0) return;
        var now = _clock.GetTimestamp();
        _lastCollection = now;
        if (foundWork) _found++;
        var elapsed = now - _windowStart;
        if (elapsed < _window && (_busy || _found < WindowPeriods)) return;
        // Spaced collections cannot find work more often than once a period, so it takes less to stay busy than to become it.
        _busy = _found * _period * (_busy ? 2 : 1) >= elapsed;
        _found = 0;
        _windowStart = now;
    }
}
