using System.Runtime.InteropServices;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Token buckets per source address in a table of fixed size: a bound on what a stranger can make us do. Allocates
/// nothing per use; belongs to one worker. Where more sources misbehave than it has room for, the one with the most
/// tokens left is forgotten, so that the worst are remembered.
/// </summary>
public sealed class SourceLimiter
{
    private const int Ways = 4;

    private readonly Bucket[] _buckets;
    private readonly int _perSecond;
    private readonly int _burst;
    private readonly int _setMask;

    /// <summary>
    /// <paramref name="perSecond"/> events a second (1 to 1000000) from each source and as many at once, for about
    /// <paramref name="sources"/> sources (rounded up to a power of two).
    /// </summary>
    public SourceLimiter(int perSecond, int sources = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perSecond, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(sources, Ways);
        _perSecond = perSecond;
        // In thousandths, so that a millisecond's share is a whole number.
        _burst = perSecond * 1000;
        _setMask = (int)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)sources) / Ways) - 1;
        _buckets = new Bucket[(_setMask + 1) * Ways];
        // An unused bucket is a full one: the first to be taken.
        Array.Fill(_buckets, new Bucket { Tokens = _burst });
    }

    /// <summary>Takes a token of <paramref name="source"/> (its port does not matter) at <paramref name="now"/> milliseconds; false when there is none left.</summary>
    public bool TryTake(in NetAddress source, long now)
    {
        ref var bucket = ref BucketOf(source.WithPort(0), now);
        if (bucket.Tokens < 1000) return false;
        bucket.Tokens -= 1000;
        return true;
    }

    private ref Bucket BucketOf(in NetAddress host, long now)
    {
        var set = _buckets.AsSpan((host.GetHashCode() & _setMask) * Ways, Ways);
        var fullest = 0;
        for (var i = 0; i < Ways; i++)
        {
            ref var bucket = ref set[i];
            Refill(ref bucket, now);
            if (bucket.Host == host) return ref bucket;
            if (bucket.Tokens > set[fullest].Tokens) fullest = i;
        }

        set[fullest] = new Bucket { Host = host, Tokens = _burst, Refilled = now };
        return ref set[fullest];
    }

    private void Refill(ref Bucket bucket, long now)
    {
        var gained = Math.Min((now - bucket.Refilled) * _perSecond, _burst);
        bucket.Tokens = (int)Math.Min(bucket.Tokens + gained, _burst);
        bucket.Refilled = now;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Bucket
    {
        public NetAddress Host;
        public int Tokens;
        public long Refilled;
    }
}
