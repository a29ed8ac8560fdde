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
    // Where the sound ends that was last sent; sound that begins elsewhere begins a talk spurt.
    private long _heardUpTo;

    public RtpSource(IRandomSource random)
    {
        _random = random;
        BeginAnew();
    }

    /// <summary>The synchronization source; never 0, which stands for none.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>Packets sent as this source.</summary>
    public uint Packets { get; private set; }

    /// <summary>Bytes of their payloads.</summary>
    public uint Octets { get; private set; }

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
        _heardUpTo = -1;
        Packets = Octets = 0;
    }

    /// <summary>What comes next is of <paramref name="tick"/>: before it was silence, if there is anything between.</summary>
    public void MoveTo(long tick, int clockRate)
    {
        if (clockRate != _clockRate && _hasSpoken) BeginAnew();
        _clockRate = clockRate;
        var silent = tick - Reached;
        if (_hasSpoken && silent <= 0) return;
        if (_hasSpoken) _timestamp += Units(silent);
        _hasSpoken = true;
        Reached = tick;
    }

    /// <summary>So many ticks from where it was moved to have been said.</summary>
    public void Advance(long ticks)
    {
        _timestamp += Units(ticks);
        Reached += ticks;
    }

    /// <summary>The ticks are another clock's from now on, which is ahead by so many.</summary>
    public void ChangeClock(long ahead)
    {
        Reached += ahead;
        _heardUpTo += ahead;
    }

    /// <summary>Sends a packet of sound, whose payload of <paramref name="length"/> bytes stands behind the place of its header.</summary>
    public unsafe void Say(IVoiceLine line, byte* packet, int length, VoiceFormat format)
    {
        _ = WriteSound(new Span<byte>(packet, RtpHeader.FixedLength), format.PayloadType, format.Ticks);
        line.Send(packet, RtpHeader.FixedLength + length);
        CountSent(length);
    }

    /// <summary>Writes the header of a packet of so many ticks of sound; the first of a talk spurt is marked (RFC 3551 §4.1).</summary>
    public int WriteSound(Span<byte> packet, byte payloadType, int ticks)
    {
        var isSpurt = Reached != _heardUpTo;
        _heardUpTo = Reached + ticks;
        return new RtpHeader(payloadType, isSpurt, _sequence++, _timestamp, Ssrc).Write(packet);
    }

    /// <summary>Writes the header of a report of a key, the first of which is marked (RFC 4733 §2.5.1.1).</summary>
    public int WriteKey(Span<byte> packet, byte payloadType, bool isFirst) =>
        new RtpHeader(payloadType, isFirst, _sequence++, _timestamp, Ssrc).Write(packet);

    /// <summary>A packet with a payload of so many bytes has been sent.</summary>
    public void CountSent(int octets)
    {
        Packets++;
        Octets += (uint)octets;
    }

    /// <summary>The timestamp of an instant.</summary>
    public uint TimestampAt(long tick) => _timestamp + Units(tick - Reached);

    /// <summary>Ticks in units of the clock rate.</summary>
    public uint Units(long ticks) => (uint)(ticks * _clockRate / (1000 / MediaClock.PeriodMilliseconds));
}
