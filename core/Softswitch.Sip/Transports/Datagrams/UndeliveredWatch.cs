using System.Runtime.InteropServices;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The last datagrams whose sender wants to know when they were refused. An ICMP error names its destination and brings
/// the beginning of the datagram back, and both must agree: nobody can fail a transaction by forging an error without
/// having seen its branch. Belongs to one worker.
/// </summary>
internal sealed class UndeliveredWatch
{
    private const int Remembered = 1024;
    private const int HashedLength = 256;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);

    private readonly Worker _worker;
    private readonly WheelTimer _forget;
    private readonly Entry[] _entries = new Entry[Remembered];
    private int _next;

    /// <summary>A watch for the datagrams of <paramref name="worker"/>.</summary>
    public UndeliveredWatch(Worker worker)
    {
        _worker = worker;
        _forget = new WheelTimer(static watch => ((UndeliveredWatch)watch!).Forget(), this);
    }

    /// <summary>Has <paramref name="onFailure"/> called if this datagram is refused within the next seconds.</summary>
    public void Add(in NetAddress to, ReadOnlySpan<byte> datagram, Action<object?> onFailure, object? state)
    {
        _entries[_next] = new Entry
        {
            To = to,
            Hash = HashOf(datagram),
            OnFailure = onFailure,
            State = state,
            SentAt = _worker.Timers.Now,
        };
        _next = (_next + 1) % Remembered;
        if (!_forget.IsRunning) _worker.Timers.Start(_forget, Memory);
    }

    /// <summary>What a datagram, or what came back of it, is recognised by.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> datagram) =>
        StableHash.Of(datagram.Length > HashedLength ? datagram[..HashedLength] : datagram);

    /// <summary>A datagram was refused: tells its sender. False when it was none of this worker's.</summary>
    public bool TryFail(ulong hash, in NetAddress to)
    {
        for (var back = 1; back <= Remembered; back++)
        {
            ref var entry = ref _entries[(_next - back + Remembered) % Remembered];
            if (entry.OnFailure is not { } onFailure) return false;
            if (entry.Hash != hash || entry.To != to) continue;
            _worker.Post(onFailure, entry.State);
            // A retransmission is the same message: its sender is told once for each that was refused, at most.
            entry.To = default;
            return true;
        }

        return false;
    }

    private void Forget()
    {
        var limit = _worker.Timers.Now - (long)Memory.TotalMilliseconds;
        var remaining = 0;
        for (var i = 0; i < Remembered; i++)
        {
            if (_entries[i].OnFailure is null) continue;
            if (_entries[i].SentAt <= limit) _entries[i] = default;
            else remaining++;
        }

        if (remaining > 0) _worker.Timers.Start(_forget, Memory);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public NetAddress To;
        public ulong Hash;
        public Action<object?>? OnFailure;
        public object? State;
        public long SentAt;
    }
}
