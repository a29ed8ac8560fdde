using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Softswitch.Net;

/// <summary>
/// A fast hash of bytes that is the same on every worker and in every process: it says which worker a Call-ID belongs
/// to. Not for tables that a stranger could fill with collisions.
/// </summary>
public static class StableHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    /// <summary>64 well-mixed bits.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var hash = (ulong)bytes.Length * First;
        var offset = 0;
        for (; offset + sizeof(ulong) <= bytes.Length; offset += sizeof(ulong))
            hash = Mix(hash, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset)));

        ulong rest = 0;
        for (var shift = 0; offset < bytes.Length; offset++, shift += 8) rest |= (ulong)bytes[offset] << shift;
        hash = Mix(hash, rest);
        return hash ^ (hash >> 32);
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        var high = Math.BigMul(hash ^ word ^ First, Second, out var low);
        return BitOperations.RotateLeft(hash, 23) + (high ^ low);
    }
}
