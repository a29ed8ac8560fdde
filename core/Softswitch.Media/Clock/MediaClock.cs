using Softswitch.Net;
using Softswitch.Net.Native;

namespace Softswitch.Media;

/// <summary>
/// The clock by which a worker's own sound goes out. It ticks every 10 ms, at instants that are fixed once and for all, so that nothing
/// drifts: a source of packets of 20 ms is called at every second tick, and only ticks at which there is somebody to call
/// wake the worker. Belongs to its worker.
/// </summary>
/// <remarks>
/// A worker that was late calls for two ticks at each one until it has caught up: sources then send at twice their pace, which their
/// ends' buffers even out, and not in a burst. What is later than half a second is given up: sources find a gap in the ticks
/// that they are called with.
/// </remarks>
internal sealed class MediaClock
{
    /// <summary>The time between ticks: that of the timer wheel, which no timer is more exact than.</summary>
    public const int PeriodMilliseconds = TimerWheel.Resolution;

    /// <summary>The most ticks between two calls of a source: packets of 60 ms.</summary>
    public const int MostTicks = 6;

    private const int Slots = 8;
    private const int TicksAtOnce = 2;
    private const int MostLate = 50;

    private readonly TimerWheel _timers;
    private readonly WheelTimer _timer;
    private readonly Head[] _slots = new Head[Slots];
    // The first tick whose sources have not been called.
    private long _tick;
    private bool _isCalling;

    /// <summary>A clock on the timers of <paramref name="worker"/>.</summary>
    public MediaClock(Worker worker)
    {
        _timers = worker.Timers;
        _timer = new WheelTimer(static clock => ((MediaClock)clock!).OnTimer(), this);
        for (var i = 0; i < Slots; i++) _slots[i] = new Head();
    }

    /// <summary>The time between ticks.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromMilliseconds(PeriodMilliseconds);

    /// <summary>Sources that are scheduled.</summary>
    public int Count { get; private set; }

    /// <summary>Ticks given up because the worker was too late.</summary>
    public long GivenUp { get; private set; }

    /// <summary>The tick that time has reached.</summary>
    public long Now => _timers.Now / PeriodMilliseconds;

    /// <summary>Schedules <paramref name="source"/>, which is not scheduled, for the next tick, but not before <paramref name="earliest"/>.</summary>
    public void Add(ClockedSource source, long earliest = 0)
    {
        if (Count == 0 && !_isCalling) _tick = Now + 1;
        var first = _isCalling ? _tick + 1 : _tick;
        // Nobody has need of what is farther away than the slots reach.
        Insert(source, Math.Clamp(Math.Max(earliest, Now + 1), first, _tick + Slots - 1));
        if (!_isCalling) Schedule();
    }

    /// <summary>Calls <paramref name="source"/> no more; no effect when it is not scheduled.</summary>
    public void Remove(ClockedSource source)
    {
        if (!source.IsScheduled) return;
        Unlink(source);
        if (Count == 0 && !_isCalling) _timers.Stop(_timer);
    }

    private void OnTimer()
    {
        _isCalling = true;
        try
        {
            GiveUpWhatIsTooLate();
            // Ticks with nobody to call cost nothing and so do not count, but for the one behind one that does.
            while (_tick < Now && IsEmpty(_tick)) _tick++;
            for (var i = 0; i < TicksAtOnce && _tick <= Now; i++)
            {
                Call(_slots[_tick % Slots]);
                _tick++;
            }
        }
        finally
        {
            _isCalling = false;
            // A source that throws is called no more; the others of its tick are called at the next.
            Schedule();
        }
    }

    private bool IsEmpty(long tick) => _slots[tick % Slots].Next == _slots[tick % Slots];

    private void Call(Head slot)
    {
        while (slot.Next != slot)
        {
            var source = slot.Next!;
            // Of hundreds of sources none is in the cache when its time comes. While one sends, the next one's things come,
            // and the one behind that.
            source.Next!.Prefetch();
            Processor.Prefetch(source.Next!.Next);
            Unlink(source);
            var again = source.OnTick(_tick);
            if (again > 0) Insert(source, _tick + Math.Min(again, MostTicks));
        }
    }

    private void GiveUpWhatIsTooLate()
    {
        var late = Now - _tick;
        if (late <= MostLate || Count == 0) return;
        // Everybody keeps their distance to the others.
        var moved = new Head[Slots];
        for (var i = 0; i < Slots; i++) moved[(_tick + late + i) % Slots] = _slots[(_tick + i) % Slots];
        moved.CopyTo(_slots, 0);
        _tick += late;
        GivenUp += late;
    }

    private void Schedule()
    {
        if (Count == 0) return;
        var due = _tick;
        while (IsEmpty(due)) due++;
        due = Math.Max(due, Now + 1);
        // Half a period early is rounded up to just that tick of the wheel.
        var delay = (due * PeriodMilliseconds) - _timers.Now - (PeriodMilliseconds / 2);
        _timers.Start(_timer, TimeSpan.FromMilliseconds(delay));
    }

    private void Insert(ClockedSource source, long tick)
    {
        var slot = _slots[tick % Slots];
        source.Previous = slot.Previous;
        source.Next = slot;
        slot.Previous!.Next = source;
        slot.Previous = source;
        Count++;
    }

    private void Unlink(ClockedSource source)
    {
        source.Previous!.Next = source.Next;
        source.Next!.Previous = source.Previous;
        source.Previous = source.Next = null;
        Count--;
    }

    /// <summary>Beginning and end of the list of a slot.</summary>
    private sealed class Head : ClockedSource
    {
        public Head() => Previous = Next = this;

        public override int OnTick(long tick) => 0;
    }
}
