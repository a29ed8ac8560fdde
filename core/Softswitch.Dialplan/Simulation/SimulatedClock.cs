using Softswitch.Dialplan.Engine;

namespace Softswitch.Dialplan.Simulation;

/// <summary>A clock that stands still while there is something to do and jumps to the next timer when there is not. Used by one thread, but for what is posted to its world.</summary>
internal sealed class SimulatedClock(SimulatedWorld world, DateTimeOffset start) : TimeProvider
{
    private const int MostMoments = 1000;

    private readonly List<TimeSpan> _moments = [TimeSpan.Zero];
    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> _timers = new();
    private long _now;
    private long _order;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref _now));

    /// <summary>When it stood still, from the beginning.</summary>
    public IReadOnlyList<TimeSpan> Moments => _moments;

    /// <summary>Timers of plugins that are running: what a step may be waiting for.</summary>
    public int PluginTimers { get; private set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state, isEngine: state is PluginCall);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Has something happen, as the script says.</summary>
    public IDisposable Schedule(TimeSpan after, TimerCallback happens, object? state)
    {
        var timer = new SimulatedTimer(this, happens, state, isEngine: true);
        timer.Change(after, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>Jumps to the next timer and has it do its work; false where there is none.</summary>
    public bool TryJump()
    {
        SimulatedTimer timer;
        lock (_timers)
        {
            do
            {
                if (!_timers.TryDequeue(out timer!, out var when)) return false;
                if (timer.Order != when.Order) continue;
                if (when.Due > _now) Interlocked.Exchange(ref _now, when.Due);
                break;
            }
            while (true);
            if (_moments[^1].Ticks != _now && _moments.Count < MostMoments) _moments.Add(Elapsed);
            if (!timer.IsEngine) PluginTimers--;
            timer.Order = 0;
            if (timer.Period > TimeSpan.Zero) Set(timer, timer.Period);
        }

        timer.Callback(timer.State);
        return true;
    }

    private void Set(SimulatedTimer timer, TimeSpan due)
    {
        timer.Order = ++_order;
        if (!timer.IsEngine) PluginTimers++;
        _timers.Enqueue(timer, (_now + due.Ticks, timer.Order));
    }

    private void Change(SimulatedTimer timer, TimeSpan due, TimeSpan period)
    {
        lock (_timers)
        {
            if (timer.Order != 0 && !timer.IsEngine) PluginTimers--;
            timer.Order = 0;
            timer.Period = period;
            if (due >= TimeSpan.Zero) Set(timer, due);
        }

        world.Wake();
    }

    /// <summary>A timer; <see cref="Order"/> is 0 while it does not run.</summary>
    private sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state, bool isEngine) : ITimer
    {
        public TimerCallback Callback => callback;

        public object? State => state;

        public bool IsEngine => isEngine;

        public long Order { get; set; }

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Change(this, dueTime, period);
            return true;
        }

        public void Dispose() => clock.Change(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
