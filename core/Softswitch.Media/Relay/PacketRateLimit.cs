namespace Softswitch.Media;

/// <summary>
/// A token bucket without a timer (the generic cell rate algorithm): it remembers when the bucket will be full again.
/// </summary>
public struct PacketRateLimit
{
    private readonly long _interval;
    private readonly long _tolerance;
    private long _fullAt;

    /// <summary>
    /// Lets <paramref name="packetsPerSecond"/> pass in the long run and <paramref name="burst"/> at once (both 1 or
    /// more); times are in timestamps of which there are <paramref name="frequency"/> a second.
    /// </summary>
    public PacketRateLimit(int packetsPerSecond, int burst, long frequency)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(packetsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        _interval = Math.Max(1, frequency / packetsPerSecond);
        _tolerance = _interval * (burst - 1);
        _fullAt = long.MinValue;
    }

    /// <summary>Takes a token for a packet at <paramref name="now"/>; false when there is none.</summary>
    public bool TryTake(long now)
    {
        if (_fullAt < now) _fullAt = now;
        if (_fullAt - now > _tolerance) return false;
        _fullAt += _interval;
        return true;
    }
}
