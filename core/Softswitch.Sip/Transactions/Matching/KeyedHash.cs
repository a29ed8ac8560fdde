using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Softswitch.Sip;

/// <summary>
/// A 64-bit hash of bytes that nobody can aim at without knowing its seed (multiply and fold, eight bytes a step, as wyhash
/// does). Tables are keyed by it, so a stranger who chooses branches must not be able to choose collisions.
/// </summary>
internal readonly struct KeyedHash(ulong seed)
{
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;

    /// <summary>Hash of nothing yet.</summary>
    public ulong Begin() => seed;

    /// <summary>Goes on with <paramref name="bytes"/>; where one part ends and the next begins counts.</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash = Add(hash, (ulong)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(bytes), First);
            bytes = bytes[sizeof(ulong)..];
        }

        if (bytes.Length == 0) return hash;
        Span<byte> tail = stackalloc byte[sizeof(ulong)];
        tail.Clear();
        bytes.CopyTo(tail);
        return Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(tail), Second);
    }

    /// <summary>Goes on with a number.</summary>
    public static ulong Add(ulong hash, ulong value) => Fold(hash ^ value ^ Second, First);

    private static ulong Fold(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        return high ^ low;
    }
}
