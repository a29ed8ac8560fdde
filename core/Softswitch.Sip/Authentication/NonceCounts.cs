using System.Numerics;

namespace Softswitch.Sip;

/// <summary>
/// Remembers which counts of which nonces have been used, so that no request is taken twice (RFC 7616 §3.4.6), in a table
/// of fixed size. One instance serves all workers: a phone registers on one worker and calls on another with the same
/// nonce, and must not be asked again for that. It takes no lock: a nonce's whole state is one word, changed by comparing
/// and swapping.
/// <para>
/// The table is made of sets of eight words, one cache line each. The first word of a set is its floor: nonces made up to
/// that second have been forgotten here and count as stale. When a set is full, the oldest nonce makes room and the floor
/// rises to it; thus overload shortens the life of nonces, but never lets a request be repeated.
/// </para>
/// </summary>
internal sealed class NonceCounts
{
    /// <summary>What became of a count.</summary>
    public enum Use : byte
    {
        Accepted,
        Replayed,
        Forgotten,
    }

    private const int SetSize = 8;

    // Of a word, from the top: 20 bits second, 20 bits of the nonce's identity, 16 bits highest count, 8 bits for the counts just below.
    private const int SecondBits = 20;
    private const uint SecondMask = (1u << SecondBits) - 1;
    private const uint LargestSkew = 60;
    private const int WindowBits = 8;
    private const uint MaximumCount = ushort.MaxValue;

    private readonly ulong[] _words;
    private readonly uint _lifetime;

    public NonceCounts(int size, TimeSpan lifetime)
    {
        _words = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, SetSize))];
        _lifetime = (uint)Math.Clamp(lifetime.TotalSeconds, 1, 86_400);
    }

    /// <summary>Uses a count (1 or more) of a nonce that was made at <paramref name="issued"/> seconds, at most its lifetime before <paramref name="now"/>.</summary>
    public Use Take(ulong id, uint issued, uint now, uint count)
    {
        if (count > MaximumCount) return Use.Forgotten;
        var set = _words.AsSpan((int)(id & (ulong)(_words.Length - 1)) & ~(SetSize - 1), SetSize);
        var key = ((ulong)(issued & SecondMask) << 44) | ((id >> 44) << 24);
        while (true)
        {
            var (own, oldest) = Find(set, key, now);
            var at = own > 0 ? own : oldest;
            var before = Volatile.Read(ref set[at]);
            if (own > 0)
            {
                if (!IsOf(before, key)) continue;
                var after = Advance(before, count);
                if (after == before) return Use.Replayed;
                if (Interlocked.CompareExchange(ref set[at], after, before) == before) return Use.Accepted;
                continue;
            }

            if (!MakeRoom(set, before, now)) continue;
            // Read after the search: whoever forgets a nonce raises the floor first.
            if (issued <= Volatile.Read(ref set[0])) return Use.Forgotten;
            if (Interlocked.CompareExchange(ref set[at], key | (count << WindowBits), before) != before) continue;
            // Another worker may have put the same nonce into another word at the same time; then neither is taken.
            return CountOf(set, key) == 1 ? Use.Accepted : Use.Replayed;
        }
    }

    /// <summary>The place of the nonce, or 0; and the place to put it, which is empty or the oldest.</summary>
    private static (int Own, int Oldest) Find(Span<ulong> set, ulong key, uint now)
    {
        var oldest = 1;
        var age = -1L;
        for (var i = 1; i < SetSize; i++)
        {
            var word = Volatile.Read(ref set[i]);
            if (IsOf(word, key)) return (i, 0);
            var itsAge = word == 0 ? long.MaxValue : AgeOf(word, now);
            if (itsAge <= age) continue;
            age = itsAge;
            oldest = i;
        }

        return (0, oldest);
    }

    /// <summary>Raises the floor to the nonce that is about to be forgotten, unless it has expired anyway.</summary>
    private bool MakeRoom(Span<ulong> set, ulong word, uint now)
    {
        if (word == 0 || AgeOf(word, now) > _lifetime + LargestSkew) return true;
        var floor = Volatile.Read(ref set[0]);
        var second = now - AgeOf(word, now);
        return floor >= second || Interlocked.CompareExchange(ref set[0], second, floor) == floor;
    }

    private static int CountOf(Span<ulong> set, ulong key)
    {
        var count = 0;
        for (var i = 1; i < SetSize; i++)
        {
            if (IsOf(Volatile.Read(ref set[i]), key)) count++;
        }

        return count;
    }

    private static bool IsOf(ulong word, ulong key) => word != 0 && word >> 24 == key >> 24;

    /// <summary>Seconds since the nonce was made; 0 where another worker's clock reading is a little ahead of ours.</summary>
    private static uint AgeOf(ulong word, uint now)
    {
        var age = (now - (uint)(word >> 44)) & SecondMask;
        return age > SecondMask - LargestSkew ? 0 : age;
    }

    /// <summary>The word with <paramref name="count"/> marked as used; unchanged where it is already, or is too far below the highest to tell.</summary>
    private static ulong Advance(ulong word, uint count)
    {
        var highest = (uint)(word >> WindowBits) & MaximumCount;
        var window = (uint)word & 0xFF;
        if (count > highest)
        {
            var step = (int)(count - highest);
            window = step > WindowBits ? 0 : ((window << step) | (1u << (step - 1))) & 0xFF;
            return (word >> 24 << 24) | (count << WindowBits) | window;
        }

        var below = (int)(highest - count);
        return below is 0 or > WindowBits ? word : word | (1u << (below - 1));
    }
}
