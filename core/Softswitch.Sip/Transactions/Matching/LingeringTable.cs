using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Transactions that are over for their user and stay only to absorb retransmissions (timers D, I, J, K, L, M): at 1000 calls
/// a second that is a hundred thousand of them, so each is 48 bytes in an array and its message a stretch of a chunk, with
/// nothing for the garbage collector to follow. All of one table stay equally long, so they leave in the order they came.
/// </summary>
internal sealed class LingeringTable
{
    private const int SmallestCapacity = 64;
    private static readonly int PeerLength = Unsafe.SizeOf<SipPeer>();

    private readonly Worker _worker;
    private readonly int _duration;
    private readonly TransactionLimits _limits;
    private readonly Action<ulong>? _expired;
    private readonly WheelTimer _timer;
    private readonly ByteQueue _bytes = new();
    private Entry[] _entries = new Entry[SmallestCapacity];
    private int[] _buckets = new int[SmallestCapacity];
    private long _first;
    private long _end;

    /// <summary>A table whose entries stay <paramref name="duration"/> ms; <paramref name="expired"/> is told the mark of each that leaves.</summary>
    public LingeringTable(Worker worker, int duration, TransactionLimits limits, Action<ulong>? expired = null)
    {
        _worker = worker;
        _duration = duration;
        _limits = limits;
        _expired = expired;
        _timer = new WheelTimer(static table => ((LingeringTable)table!).Expire(), this);
    }

    /// <summary>Entries.</summary>
    public int Count => (int)(_end - _first);

    /// <summary>Adds one. <paramref name="mark"/> is handed to the callback when it leaves.</summary>
    public void Add(in TransactionKey key, byte state, ulong mark, in SipPeer peer, ReadOnlySpan<byte> message)
    {
        if (PeerLength + key.Branch.Length + key.Host.Length + message.Length > ByteQueue.MaximumLength) message = default;
        if (Count >= _limits.Lingering || _bytes.Held > _limits.LingeringBytes) RemoveOldest();
        if (Count == _entries.Length) Resize(_entries.Length * 2);
        var index = (int)(_end & (_entries.Length - 1));
        ref var entry = ref _entries[index];
        entry.Hash = key.Hash;
        entry.Mark = mark;
        entry.Due = _worker.Timers.Now + _duration;
        entry.BranchLength = (ushort)key.Branch.Length;
        entry.HostLength = (ushort)key.Host.Length;
        entry.MessageLength = (ushort)message.Length;
        entry.Port = (ushort)key.Port;
        entry.State = state;
        entry.Method = key.Method;
        Keep(ref entry, key, peer, message);
        ref var bucket = ref _buckets[(int)key.Hash & (_buckets.Length - 1)];
        entry.Next = bucket;
        bucket = index + 1;
        _end++;
        if (!_timer.IsRunning) _worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(_duration));
    }

    /// <summary>Finds the entry of <paramref name="key"/>; the spans are good until the table changes.</summary>
    public bool TryFind(in TransactionKey key, out Lingering found)
    {
        found = default;
        for (var at = _buckets[(int)key.Hash & (_buckets.Length - 1)]; at > 0; at = _entries[at - 1].Next)
        {
            ref readonly var entry = ref _entries[at - 1];
            if (entry.Hash != key.Hash) continue;
            var bytes = _bytes.At(entry.Position, entry.Length);
            if (!key.Equals(
                bytes[..entry.BranchLength], bytes.Slice(entry.BranchLength, entry.HostLength), entry.Port, entry.Method))
                continue;

            var message = bytes.Slice(entry.BranchLength + entry.HostLength, entry.MessageLength);
            var peer = message.IsEmpty ? default : MemoryMarshal.Read<SipPeer>(bytes[^PeerLength..]);
            found = new Lingering(entry.State, peer, message);
            return true;
        }

        return false;
    }

    private void Keep(ref Entry entry, in TransactionKey key, in SipPeer peer, ReadOnlySpan<byte> message)
    {
        var bytes = _bytes.Append(entry.Length, out entry.Position);
        key.Branch.CopyTo(bytes);
        key.Host.CopyTo(bytes[key.Branch.Length..]);
        if (message.IsEmpty) return;
        message.CopyTo(bytes[(key.Branch.Length + key.Host.Length)..]);
        MemoryMarshal.Write(bytes[^PeerLength..], peer);
    }

    private void Expire()
    {
        var now = _worker.Timers.Now;
        while (Count > 0 && Oldest.Due <= now) RemoveOldest();
        if (Count > 0) _worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(Oldest.Due - now));
        else Shrink();
    }

    private ref Entry Oldest => ref _entries[(int)(_first & (_entries.Length - 1))];

    private void RemoveOldest()
    {
        var index = (int)(_first & (_entries.Length - 1));
        ref var entry = ref _entries[index];
        // What is oldest is at the end of its chain.
        ref var link = ref _buckets[(int)entry.Hash & (_buckets.Length - 1)];
        while (link != index + 1) link = ref _entries[link - 1].Next;
        link = entry.Next;
        _first++;
        if (Count > 0) _bytes.ReleaseBefore(Oldest.Position);
        _expired?.Invoke(entry.Mark);
    }

    /// <summary>After a burst the memory goes back.</summary>
    private void Shrink()
    {
        _bytes.Clear();
        if (_entries.Length == SmallestCapacity) return;
        _entries = new Entry[SmallestCapacity];
        _buckets = new int[SmallestCapacity];
    }

    private void Resize(int capacity)
    {
        var entries = new Entry[capacity];
        var buckets = new int[capacity];
        for (var i = _first; i < _end; i++)
        {
            ref var entry = ref entries[(int)(i & (capacity - 1))];
            entry = _entries[(int)(i & (_entries.Length - 1))];
            ref var bucket = ref buckets[(int)entry.Hash & (capacity - 1)];
            entry.Next = bucket;
            bucket = (int)(i & (capacity - 1)) + 1;
        }

        _entries = entries;
        _buckets = buckets;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public ulong Hash;
        public ulong Mark;
        public long Due;
        public long Position;
        public int Next;
        public ushort BranchLength;
        public ushort HostLength;
        public ushort MessageLength;
        public ushort Port;
        public byte State;
        public SipMethod Method;

        public readonly int Length => BranchLength + HostLength + MessageLength + (MessageLength > 0 ? PeerLength : 0);
    }
}

/// <summary>A transaction that only absorbs retransmissions.</summary>
/// <param name="state">Its state, a <see cref="ClientState"/> or <see cref="ServerState"/>.</param>
/// <param name="peer">Where its message goes; nothing where there is no message.</param>
/// <param name="message">What a retransmission is answered with, perhaps nothing.</param>
internal readonly ref struct Lingering(byte state, SipPeer peer, ReadOnlySpan<byte> message)
{
    public byte State { get; } = state;

    public SipPeer Peer { get; } = peer;

    public ReadOnlySpan<byte> Message { get; } = message;
}
