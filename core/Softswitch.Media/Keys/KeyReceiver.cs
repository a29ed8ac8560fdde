namespace Softswitch.Media;

/// <summary>
/// Tells keys from the telephone events of one stream (RFC 4733 §2.5.2). A key is its timestamp: reports that repeat it are the same
/// key. The last report comes three times, reports may be lost, doubled or late, and the end may never come.
/// </summary>
public sealed class KeyReceiver(IKeyListener listener)
{
    // Of several reports in one packet (RFC 4733 §2.5.1.5) no end sends more.
    private const int MostReports = 8;
    // An older timestamp is a late packet, unless it is so much older that the end must have begun to count anew.
    private const int OldestSeconds = 10;
    private const ushort LongestDuration = ushort.MaxValue;

    private uint _ssrc;
    private uint _timestamp;
    private byte _code;
    private char _key;
    private bool _isKnown;
    private uint _duration;
    private long _earlierUnits;
    private int _clockRate;

    /// <summary>Whether a key is held down.</summary>
    public bool IsDown { get; private set; }

    /// <summary>A packet of telephone events, at the clock rate of its payload type.</summary>
    public void OnPacket(in RtpHeader header, ReadOnlySpan<byte> payload, int clockRate)
    {
        if (header.Ssrc != _ssrc)
        {
            OnSilence();
            _ssrc = header.Ssrc;
            _isKnown = false;
        }

        var timestamp = header.Timestamp;
        for (var i = 0; i < MostReports && TelephoneEvent.TryRead(payload, out var report); i++)
        {
            OnReport(report, timestamp, header.Marker && i == 0, clockRate);
            // A further report in the packet is of what came right after.
            timestamp += report.Duration;
            payload = payload[TelephoneEvent.Length..];
        }
    }

    /// <summary>Nothing was heard of the key for so long that it must have been released.</summary>
    public void OnSilence()
    {
        if (IsDown) Release();
    }

    private void OnReport(in TelephoneEvent report, uint timestamp, bool isMarked, int clockRate)
    {
        if (_isKnown && timestamp == _timestamp && report.Code == _code)
        {
            if (!IsDown) return;
            _duration = Math.Max(_duration, report.Duration);
        }
        else if (IsLate(timestamp, clockRate))
        {
            return;
        }
        else if (!isMarked && GoesOn(report, timestamp))
        {
            _earlierUnits += timestamp - _timestamp;
            _timestamp = timestamp;
            _duration = report.Duration;
        }
        else
        {
            OnSilence();
            Press(report, timestamp, clockRate);
        }

        if (report.IsEnd) OnSilence();
    }

    private bool IsLate(uint timestamp, int clockRate)
    {
        if (!_isKnown || timestamp == _timestamp) return false;
        var behind = unchecked((int)(_timestamp - timestamp));
        return behind > 0 && behind < OldestSeconds * clockRate;
    }

    /// <summary>A key that is held longer than the duration can say goes on as a further event right behind (RFC 4733 §2.5.1.3).</summary>
    private bool GoesOn(in TelephoneEvent report, uint timestamp)
    {
        if (!IsDown || report.Code != _code) return false;
        var behind = timestamp - _timestamp;
        return behind == LongestDuration || (behind == _duration && _duration > LongestDuration / 2);
    }

    private void Press(in TelephoneEvent report, uint timestamp, int clockRate)
    {
        _isKnown = true;
        _timestamp = timestamp;
        _code = report.Code;
        _key = report.Key;
        _duration = report.Duration;
        _earlierUnits = 0;
        _clockRate = clockRate;
        IsDown = true;
        if (_key != '\0') listener.OnKeyDown(_key);
    }

    private void Release()
    {
        IsDown = false;
        if (_key != '\0') listener.OnKeyUp(_key, TimeSpan.FromSeconds((double)(_earlierUnits + _duration) / _clockRate));
    }
}
