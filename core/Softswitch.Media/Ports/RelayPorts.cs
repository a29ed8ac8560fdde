using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>Which UDP ports the relay uses, and how long one rests.</summary>
public sealed record RelayPortsOptions
{
    /// <summary>The first port, 1024 to 65 534; an odd one is rounded up. Default 16384.</summary>
    public int First { get; init; } = 16_384;

    /// <summary>The last port, at most 65 535 and at least <see cref="First"/> + 1. Default 32767.</summary>
    public int Last { get; init; } = 32_767;

    /// <summary>
    /// How long a released port rests, 0 or more: packets of the old call, whose end may not have heard that it is over,
    /// must not enter a new one. Default 3 s.
    /// </summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromSeconds(3);
}

/// <summary>
/// The ports of the relay in pairs: an even one for RTP, the odd one above it for RTCP (RFC 3550 §11). They are given
/// out in turn, from a shuffled beginning, so that a port comes back as late as the range allows. Safe from any thread.
/// </summary>
public sealed class RelayPorts
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _quarantine;
    private readonly ushort _first;
    private readonly ushort[] _free;
    private readonly long[] _releasedAt;
    private int _head;
    private int _count;

    /// <summary>Throws <see cref="ArgumentException"/> when the options leave no pair.</summary>
    public RelayPorts(RelayPortsOptions options, TimeProvider clock, IRandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.First, 1024, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Last, ushort.MaxValue, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Quarantine, TimeSpan.Zero, nameof(options));
        var first = (options.First + 1) & ~1;
        Capacity = (options.Last + 1 - first) / 2;
        if (Capacity < 1) throw new ArgumentException($"no pair of ports between {options.First} and {options.Last}", nameof(options));

        _clock = clock;
        _quarantine = options.Quarantine;
        _first = (ushort)first;
        _free = new ushort[Capacity];
        _releasedAt = new long[Capacity];
        _count = Capacity;
        for (var i = 0; i < Capacity; i++) _free[i] = (ushort)i;
        for (var i = Capacity - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (_free[i], _free[j]) = (_free[j], _free[i]);
        }

        Array.Fill(_releasedAt, long.MinValue);
    }

    /// <summary>Pairs in the range.</summary>
    public int Capacity { get; }

    /// <summary>Pairs given out; those at rest are not.</summary>
    public int InUse
    {
        get
        {
            lock (_lock) return Capacity - _count;
        }
    }

    /// <summary>Takes a pair; <paramref name="port"/> is its even port. False when all are in use or at rest.</summary>
    public bool TryTake(out ushort port)
    {
        port = 0;
        lock (_lock)
        {
            if (_count == 0) return false;
            var pair = _free[_head];
            // They come back in the order they were released in: when the first is still at rest, all are.
            var released = _releasedAt[pair];
            if (released != long.MinValue && _clock.GetElapsedTime(released) < _quarantine) return false;
            _head = (_head + 1) % Capacity;
            _count--;
            port = (ushort)(_first + (pair * 2));
            return true;
        }
    }

    /// <summary>Gives back a pair that <see cref="TryTake"/> gave out; once.</summary>
    public void Release(ushort port)
    {
        var pair = (port - _first) / 2;
        lock (_lock)
        {
            _releasedAt[pair] = _clock.GetTimestamp();
            _free[(_head + _count) % Capacity] = (ushort)pair;
            _count++;
        }
    }
}
