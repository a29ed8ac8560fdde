namespace Softswitch.Media;

/// <summary>Packets come in.</summary>
public sealed partial class JitterBuffer
{
    // RFC 3550 A.1: a jump of more is a new beginning, once it is confirmed by the packet that follows it.
    private const int MostAhead = 3000;
    private const int MostSecondsOff = 2;
    // A packet that much faster than all others was not faster: the sender's timestamps have made a leap.
    private const int LeapsPerSecond = 10;

    private const int MostBeforeFirst = 8;

    private bool _isStarted;
    private bool _hasSuspect;
    private ushort _suspectNumber;
    private uint _suspectTimestamp;
    private uint _ssrc;
    private long _latest;
    // The number that is played next, and of the 64 before it which have come, the latest lowest.
    private ushort _next;
    private ulong _came;
    private int _beforeFirst;

    /// <summary>
    /// Takes a packet of the stream. Another SSRC begins anew, as do numbers or timestamps that belong nowhere, once a second packet follows them.
    /// </summary>
    /// <param name="header">Its header.</param>
    /// <param name="payload">Its payload, which is copied; more than 2048 bytes are not taken.</param>
    /// <param name="arrival">When it came, by the clock of <see cref="Read"/>.</param>
    /// <param name="content">What it holds. Noise and other things count for the numbers only, and not for the delay.</param>
    public void Add(in RtpHeader header, ReadOnlySpan<byte> payload, TimeSpan arrival, PacketContent content = PacketContent.Sound)
    {
        if (payload.Length > PacketSlots.MostPayload) return;
        if (!_isStarted || header.Ssrc != _ssrc) Begin(header);

        var came = Units(arrival);
        var timestamp = Extend(header.Timestamp);
        if (IsStrange(header, came - timestamp, content))
        {
            if (!IsConfirmed(header)) return;
            Begin(header);
            timestamp = Extend(header.Timestamp);
        }

        _hasSuspect = false;
        if (!TryMakeRoom(header.SequenceNumber)) return;
        if (content != PacketContent.Other) _latest = timestamp;
        if (content == PacketContent.Sound || _delays.Count == 0) Note(came - timestamp);
        if ((short)(header.SequenceNumber - _next) >= 0) _slots.Put(header.SequenceNumber, timestamp, content, payload);
    }

    private void Begin(in RtpHeader header)
    {
        if (_isStarted) _restarts++;
        _isStarted = true;
        _isPlaying = false;
        _hasSuspect = false;
        _ssrc = header.Ssrc;
        _latest = header.Timestamp;
        // Others may have been sent before the first one that comes; whether there were any nobody knows.
        _next = (ushort)(header.SequenceNumber - MostBeforeFirst);
        _beforeFirst = MostBeforeFirst;
        _came = 0;
        _slots.Clear();
        _delays.Clear();
    }

    /// <summary>The timestamp as one that does not wrap.</summary>
    private long Extend(uint timestamp) => _latest + (int)(timestamp - (uint)_latest);

    private bool IsStrange(in RtpHeader header, long delay, PacketContent content)
    {
        var ahead = (short)(header.SequenceNumber - _next);
        if (ahead is <= -PacketSlots.Count or >= MostAhead) return true;
        // A key has the timestamp of its beginning however long it is held (RFC 4733 §2.5.1.2).
        return content != PacketContent.Other && _delays.Count > 0 && Math.Abs(delay - _delays.Usual) > (long)MostSecondsOff * _codec.ClockRate;
    }

    /// <summary>Whether a strange packet follows another one, and so is not strange but new.</summary>
    private bool IsConfirmed(in RtpHeader header)
    {
        var isNext = _hasSuspect && header.SequenceNumber == (ushort)(_suspectNumber + 1)
            && Math.Abs((long)(int)(header.Timestamp - _suspectTimestamp)) <= (long)MostSecondsOff * _codec.ClockRate;
        (_hasSuspect, _suspectNumber, _suspectTimestamp) = (!isNext, header.SequenceNumber, header.Timestamp);
        if (!isNext) _strange++;
        return isNext;
    }

    /// <summary>Counts a packet, and sees to it that its number has a place, unless it is late. False for one that came before.</summary>
    private bool TryMakeRoom(ushort number)
    {
        var ahead = (short)(number - _next);
        var bit = ahead < 0 ? 1UL << (-1 - ahead) : 0;
        if (ahead < 0 ? (_came & bit) != 0 : ahead < PacketSlots.Count && _slots.Has(number))
        {
            _doubled++;
            return false;
        }

        _received++;
        if (ahead < 0)
        {
            _late++;
            _lost = Math.Max(0, _lost - 1);
            _came |= bit;
        }

        for (; ahead >= PacketSlots.Count; ahead--) Pass(isDropped: true);
        return true;
    }

    private void Note(long delay)
    {
        if (_delays.Count > 0 && delay < _delays.Fastest - (_codec.ClockRate / LeapsPerSecond)) _delays.Clear();
        _delays.Add(delay);
    }

    /// <summary>The next number's time is over.</summary>
    private void Pass(bool isDropped)
    {
        var has = _slots.Has(_next);
        if (has && isDropped) _dropped++;
        if (_beforeFirst > 0) _beforeFirst--;
        else if (!has) _lost++;
        _slots.Remove(_next);
        _came = (_came << 1) | (has ? 1UL : 0);
        _next++;
    }
}
