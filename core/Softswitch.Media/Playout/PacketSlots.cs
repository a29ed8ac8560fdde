using System.Numerics;

namespace Softswitch.Media;

/// <summary>Packets that wait for their time: 64 places, by their numbers.</summary>
internal sealed class PacketSlots
{
    /// <summary>The most numbers from the first to the last.</summary>
    public const int Count = 64;

    /// <summary>The longest payload; no datagram of a usual network holds more.</summary>
    public const int MostPayload = 2048;

    private const int UsualPayload = 256;

    private readonly Slot[] _slots = new Slot[Count];
    private byte[] _payloads = new byte[Count * UsualPayload];
    private int _size = UsualPayload;
    private ulong _taken;

    /// <summary>Whether no packet waits.</summary>
    public bool IsEmpty => _taken == 0;

    /// <summary>Whether a packet with a number waits, one of the 64 that are looked at.</summary>
    public bool Has(ushort number) => (_taken & Bit(number)) != 0;

    /// <summary>The distance from <paramref name="number"/> to the first packet from there on, of which there is one.</summary>
    public int ToFirst(ushort number) => BitOperations.TrailingZeroCount(BitOperations.RotateRight(_taken, number % Count));

    /// <summary>Keeps a packet. Only where longer payloads come than ever before memory is taken for them.</summary>
    public void Put(ushort number, long timestamp, PacketContent content, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > _size) Grow(payload.Length);
        _slots[number % Count] = new Slot(timestamp, payload.Length, content);
        payload.CopyTo(_payloads.AsSpan(number % Count * _size));
        _taken |= Bit(number);
    }

    /// <summary>When the packet with a number is of, and what it holds.</summary>
    public (long Timestamp, PacketContent Content) Describe(ushort number) => (_slots[number % Count].Timestamp, _slots[number % Count].Content);

    /// <summary>The payload of the packet with a number, until the next one is put.</summary>
    public ReadOnlySpan<byte> Payload(ushort number) => _payloads.AsSpan(number % Count * _size, _slots[number % Count].Length);

    /// <summary>The packet with a number leaves; none is fine.</summary>
    public void Remove(ushort number) => _taken &= ~Bit(number);

    /// <summary>All leave.</summary>
    public void Clear() => _taken = 0;

    private static ulong Bit(ushort number) => 1UL << (number % Count);

    private void Grow(int length)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)length);
        var payloads = new byte[Count * size];
        for (var i = 0; i < Count; i++) _payloads.AsSpan(i * _size, _size).CopyTo(payloads.AsSpan(i * size));
        (_payloads, _size) = (payloads, size);
    }

    private readonly record struct Slot(long Timestamp, int Length, PacketContent Content);
}
