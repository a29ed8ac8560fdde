using System.Collections.Concurrent;

namespace Softswitch.Host.Http;

/// <summary>How often each of many may do something: so many a second, and a burst of twice that. Bounded; safe from any thread.</summary>
/// <param name="perSecond">How often.</param>
/// <param name="burst">How often at once.</param>
/// <param name="clock">What is measured by.</param>
internal sealed class RateLimits(double perSecond, int burst, TimeProvider clock)
{
    /// <summary>How many are known at a time; then all begin anew.</summary>
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes one; false where none is left.</summary>
    public bool TryTake(string who) => Of(who).TryTake(1, perSecond, burst, clock);

    /// <summary>Whether one is left, without taking it.</summary>
    public bool HasLeft(string who) => !_buckets.TryGetValue(who, out var bucket) || bucket.TryTake(0, perSecond, burst, clock);

    private Bucket Of(string who)
    {
        if (_buckets.TryGetValue(who, out var known)) return known;
        if (_buckets.Count >= Most) _buckets.Clear();
        return _buckets.GetOrAdd(who, static (_, limits) => new Bucket(limits.Burst, limits.Now), (Burst: burst, Now: clock.GetTimestamp()));
    }

    private sealed class Bucket(double tokens, long at)
    {
        private readonly Lock _lock = new();
        private double _tokens = tokens;
        private long _at = at;

        public bool TryTake(int count, double perSecond, int burst, TimeProvider clock)
        {
            lock (_lock)
            {
                var now = clock.GetTimestamp();
                _tokens = Math.Min(burst, _tokens + (clock.GetElapsedTime(_at, now).TotalSeconds * perSecond));
                _at = now;
                if (_tokens < 1) return false;
                _tokens -= count;
                return true;
            }
        }
    }
}
