using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>
/// The switch as a synchronization source: its SSRC, sequence numbers and timestamps (RFC 3550 §5.1). One for each stream, for all that is
/// ever said on it: sequence numbers go on without a gap, and timestamps with the time that passed, said or silent. An end
/// that was connected to somebody else meanwhile heard another source, and finds this one as if it had been silent.
/// </summary>
internal sealed class RtpSource
{
    private readonly IRandomSource _random;
    private ushort _sequence;
    private uint _timestamp;
    private int _clockRate;
    private bool _hasSpoken;

    public RtpSource(IRandomSource random)
    {
        _random = random;
        BeginAnew();
    }

    /// <summary>The synchronization source; never 0, which stands for none.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>The first tick that has nothing sent for it yet.</summary>
    public long Reached { get; private set; }

    /// <summary>Takes another SSRC: somebody else has this one (RFC 3550 §8.2), or the clock rate has changed (RFC 7160 §4).</summary>
    public void BeginAnew()
    {
        var bits = _random.NextUInt64();
        Ssrc = Math.Max(1, (uint)bits);
        _sequence = (ushort)(bits >> 32);
        _timestamp = (uint)(bits >> 40);
        _hasSpoken = false;
    }

    /// <summary>What comes next is of <paramref name="tick"/>. Returns whether it begins a talk spurt, as silence was before it.</summary>
    public bool MoveTo(long tick, int clockRate)
    {
        if (clockRate != _clockRate && _hasSpoken) BeginAnew();
        _clockRate = clockRate;
        var silent = tick - Reached;
        if (_hasSpoken && silent <= 0) return false;
        if (_hasSpoken) _timestamp += Units(silent);
        _hasSpoken = true;
        Reached = tick;
        return true;
    }

    /// <summary>So many ticks from where it was moved to have been said.</summary>
    public void Advance(long ticks)
    {
        _timestamp += Units(ticks);
        Reached += ticks;
    }

    /// <summary>The ticks are another clock's from now on, which is ahead by so many.</summary>
    public void ChangeClock(long ahead) => Reached += ahead;

    /// <summary>Writes the header of the next packet.</summary>
    public int WriteHeader(Span<byte> packet, byte payloadType, bool marker) =>
        new RtpHeader(payloadType, marker, _sequence++, _timestamp, Ssrc).Write(packet);

    /// <summary>Ticks in units of the clock rate.</summary>
    public uint Units(long ticks) => (uint)(ticks * _clockRate / (1000 / MediaClock.PeriodMilliseconds));
}
