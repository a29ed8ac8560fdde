namespace Softswitch.Net;

/// <summary>
/// Hierarchical timing wheel: starting and stopping a timer are O(1) and allocate nothing, whatever the number of
/// timers. Resolution 10 ms; a timer fires at the first tick at or after its time, never before it. Not thread-safe:
/// it is its worker's own.
/// </summary>
public sealed class TimerWheel
{
    /// <summary>Milliseconds per tick.</summary>
    public const int Resolution = 10;

    // 256 slots of 10 ms (2.56 s), then four wheels of 64 slots, each slot a whole turn of the wheel below: 497 days.
    private const int BaseBits = 8;
    private const int LevelBits = 6;
    private const int Levels = 4;
    private const long MaximumTicks = (1L << (BaseBits + (Levels * LevelBits))) - 1;

    private readonly WheelTimer[] _slots = new WheelTimer[(1 << BaseBits) + (Levels << LevelBits)];
    private readonly TimeProvider _clock;
    private readonly long _started;
    private long _tick;

    /// <summary>A wheel whose time is that of <paramref name="clock"/>, beginning now.</summary>
    public TimerWheel(TimeProvider clock)
    {
        _clock = clock;
        _started = clock.GetTimestamp();
        for (var i = 0; i < _slots.Length; i++)
        {
            var head = new WheelTimer(static _ => { }, null);
            head.Previous = head.Next = head;
            _slots[i] = head;
        }
    }

    /// <summary>Timers that are running.</summary>
    public int Count { get; private set; }

    /// <summary>Milliseconds since the wheel began.</summary>
    public long Now => (long)_clock.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Starts <paramref name="timer"/>, or starts it anew, to fire once after <paramref name="delay"/> (negative counts as 0).</summary>
    public void Start(WheelTimer timer, TimeSpan delay)
    {
        Stop(timer);
        var due = (Now + Math.Max(0, (long)Math.Ceiling(delay.TotalMilliseconds)) + Resolution - 1) / Resolution;
        timer.DueTick = Math.Clamp(due, _tick + 1, _tick + MaximumTicks);
        Insert(timer);
        Count++;
    }

    /// <summary>Stops <paramref name="timer"/>; no effect when it is not running.</summary>
    public void Stop(WheelTimer timer)
    {
        if (!timer.IsRunning) return;
        Unlink(timer);
        Count--;
    }

    /// <summary>Fires all timers that are due by now.</summary>
    public void Advance()
    {
        var target = Now / Resolution;
        if (Count == 0) _tick = Math.Max(_tick, target);
        while (_tick < target)
        {
            _tick++;
            Cascade();
            FireSlot(_slots[_tick & ((1 << BaseBits) - 1)]);
        }
    }

    /// <summary>
    /// Milliseconds until <see cref="Advance"/> should be called next, at most <paramref name="atMost"/>. Exact within the
    /// next 2.56 s; beyond that the moment at which a higher wheel has to be looked at, which is never too late.
    /// </summary>
    public int UntilNext(int atMost)
    {
        if (Count == 0) return atMost;
        var now = Now;
        var horizon = (now + atMost) / Resolution;
        for (var tick = _tick + 1; tick <= horizon; tick++)
        {
            var index = (int)(tick & ((1 << BaseBits) - 1));
            if (index == 0 || _slots[index].Next != _slots[index])
                return (int)Math.Clamp((tick * Resolution) - now, 0, atMost);
        }

        return atMost;
    }

    private void FireSlot(WheelTimer head)
    {
        while (head.Next != head)
        {
            var timer = head.Next!;
            Unlink(timer);
            Count--;
            timer.Fire();
        }
    }

    private void Cascade()
    {
        for (var level = 0; level < Levels; level++)
        {
            var shift = BaseBits + (level * LevelBits);
            if ((_tick & ((1L << shift) - 1)) != 0) return;
            var head = _slots[SlotOf(level, _tick)];
            var timer = head.Next!;
            head.Previous = head.Next = head;
            while (timer != head)
            {
                var next = timer.Next!;
                Insert(timer);
                timer = next;
            }
        }
    }

    private void Insert(WheelTimer timer)
    {
        var distance = timer.DueTick - _tick;
        var slot = (int)(timer.DueTick & ((1 << BaseBits) - 1));
        for (var level = 0; level < Levels && distance >= 1L << (BaseBits + (level * LevelBits)); level++)
            slot = SlotOf(level, timer.DueTick);

        var head = _slots[slot];
        timer.Previous = head.Previous;
        timer.Next = head;
        head.Previous!.Next = timer;
        head.Previous = timer;
    }

    private static int SlotOf(int level, long tick) =>
        (1 << BaseBits) + (level << LevelBits) + (int)((tick >> (BaseBits + (level * LevelBits))) & ((1 << LevelBits) - 1));

    private static void Unlink(WheelTimer timer)
    {
        timer.Previous!.Next = timer.Next;
        timer.Next!.Previous = timer.Previous;
        timer.Previous = timer.Next = null;
    }
}
