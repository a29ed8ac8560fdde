namespace Softswitch.Media;

/// <summary>Interarrival jitter (RFC 3550 A.8), in units of the payload format's clock.</summary>
public struct JitterEstimator
{
    // A jump of the sender's timestamps (a new talk spurt after hold, a source that was switched) is no jitter.
    private const int LongestSeconds = 2;

    private bool _hasTransit;
    private uint _transit;

    /// <summary>The estimate so far, in timestamp units.</summary>
    public double Value { get; private set; }

    /// <summary>
    /// Takes a packet with RTP time <paramref name="timestamp"/> that arrived at <paramref name="arrival"/> (both in
    /// units of <paramref name="clockRate"/>, with any origin).
    /// </summary>
    public void Add(long arrival, uint timestamp, int clockRate)
    {
        var transit = (uint)arrival - timestamp;
        var difference = Math.Abs((long)(int)(transit - _transit));
        if (_hasTransit && difference <= (long)LongestSeconds * clockRate) Value += (difference - Value) / 16;
        _transit = transit;
        _hasTransit = true;
    }

    /// <summary>The next packet is the first of a new series; the estimate stays.</summary>
    public void Restart() => _hasTransit = false;

    /// <summary>The clock has changed: the estimate is expressed in the new one's units.</summary>
    public void ChangeClock(int from, int to)
    {
        Value = Value * to / from;
        _hasTransit = false;
    }
}
