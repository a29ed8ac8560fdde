using System.Numerics;

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
    private const int BaseSlots = 1 << BaseBits;
    private const int BaseMask = BaseSlots - 1;
    private const int LevelBits = 6;
    private const int Levels = 4;
    private const long MaximumTicks = (1L << (BaseBits + (Levels * LevelBits))) - 1;

    private readonly WheelTimer[] _slots = new WheelTimer[BaseSlots + (Levels << LevelBits)];
    // A bit for every slot of the base wheel that holds a timer, so that empty stretches are passed at once.
    private readonly ulong[] _occupied = new ulong[BaseSlots / 64];
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly long _timestampsPerMillisecond;
    private long _tick;

    /// <summary>A wheel whose time is that of <paramref name="clock"/> (1000 or more timestamps a second), beginning now.</summary>
    public TimerWheel(TimeProvider clock)
    {
        _clock = clock;
        _started = clock.GetTimestamp();
        _timestampsPerMillisecond = clock.TimestampFrequency / 1000;
        for (var i = 0; i < _slots.Length; i++)
        {
            var head = new WheelTimer(static _ => { }, null);
            head.Previous = head.Next = head;
            _slots[i] = head;
        }
    }

    /// <summary>Timers that are running.</summary>
    public int Count { get; private set; }

    /// <summary>Whole milliseconds since the wheel began.</summary>
    public long Now => (_clock.GetTimestamp() - _started) / _timestampsPerMillisecond;

    /// <summary>Starts <paramref name="timer"/>, or starts it anew, to fire once after <paramref name="delay"/> (negative counts as 0).</summary>
    public void Start(WheelTimer timer, TimeSpan delay)
    {
        Stop(timer);
        var timestamps = (_clock.GetTimestamp() - _started) + DelayInTimestamps(delay);
        var timestampsPerTick = _timestampsPerMillisecond * Resolution;
        var due = (timestamps + timestampsPerTick - 1) / timestampsPerTick;
        // With no timer there is nothing to catch up with, however long ago the last turn was.
        if (Count == 0) _tick = Math.Max(_tick, Now / Resolution);
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

    /// <summary>
    /// Fires all timers that are due by now. When a callback throws, the exception passes through and the next call goes
    /// on with the timers that remain.
    /// </summary>
    public void Advance()
    {
        // Only an exception leaves timers in the slot of the present tick.
        FireSlot(_slots[_tick & BaseMask]);
        var target = Now / Resolution;
        while (_tick < target)
        {
            if (Count == 0)
            {
                _tick = target;
                return;
            }

            _tick = Math.Min(NextStop(), target);
            Cascade();
            FireSlot(_slots[_tick & BaseMask]);
        }
    }

    /// <summary>
    /// Milliseconds until <see cref="Advance"/> should be called next, at most <paramref name="atMost"/>. Exact within the
    /// next 2.56 s; beyond that the moment at which a higher wheel has to be looked at, which is never too late.
    /// </summary>
    public int UntilNext(int atMost) =>
        Count == 0 ? atMost : (int)Math.Clamp((NextStop() * Resolution) - Now, 0, atMost);

    /// <summary>The next tick with something to do: a timer in the base wheel, or the wheel's turn, where the next level is looked at.</summary>
    private long NextStop()
    {
        var index = (int)(_tick & BaseMask) + 1;
        var start = _tick - (index - 1);
        for (var word = index >> 6; word < _occupied.Length; word++)
        {
            var bits = _occupied[word];
            if (word == index >> 6) bits &= ulong.MaxValue << (index & 63);
            if (bits != 0) return start + (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return start + BaseSlots;
    }

    private long DelayInTimestamps(TimeSpan delay) =>
        delay <= TimeSpan.Zero ? 0
        : delay.TotalMilliseconds >= MaximumTicks * Resolution ? MaximumTicks * Resolution * _timestampsPerMillisecond
        : (long)Math.Ceiling(delay.Ticks * (_timestampsPerMillisecond / (double)TimeSpan.TicksPerMillisecond));

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
        var slot = (int)(timer.DueTick & BaseMask);
        for (var level = 0; level < Levels && distance >= 1L << (BaseBits + (level * LevelBits)); level++)
            slot = SlotOf(level, timer.DueTick);

        timer.Slot = slot;
        if (slot < BaseSlots) _occupied[slot >> 6] |= 1UL << (slot & 63);
        var head = _slots[slot];
        timer.Previous = head.Previous;
        timer.Next = head;
        head.Previous!.Next = timer;
        head.Previous = timer;
    }

    private static int SlotOf(int level, long tick) =>
        BaseSlots + (level << LevelBits) + (int)((tick >> (BaseBits + (level * LevelBits))) & ((1 << LevelBits) - 1));

    private void Unlink(WheelTimer timer)
    {
        var isLast = timer.Previous == timer.Next;
        timer.Previous!.Next = timer.Next;
        timer.Next!.Previous = timer.Previous;
        timer.Previous = timer.Next = null;
        if (isLast && timer.Slot < BaseSlots) _occupied[timer.Slot >> 6] &= ~(1UL << (timer.Slot & 63));
    }
}
