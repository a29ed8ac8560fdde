namespace Softswitch.Media;

/// <summary>
/// What can be told from the RTP headers of one received stream. Written by one thread; another may read it at any
/// time and finds each value whole, though perhaps a packet apart from the next.
/// </summary>
public sealed class ReceptionStatistics(long frequency)
{
    // A source is followed once it has sent so many in a row: retransmissions and strays with an SSRC of their own
    // share the port without being the stream (RFC 3550 A.1 calls it probation).
    private const int Probation = 3;

    private PayloadFormats _formats = PayloadFormats.Default;
    private SequenceTracker _sequence;
    private JitterEstimator _jitter;
    private PayloadFormat? _format;
    private int _payloadType = -1;
    private int _clockRate;
    private bool _isStarted;
    private uint _ssrc;
    private uint _candidate;
    private ushort _candidateNext;
    private int _candidateRun;
    private ushort _lastSequence;
    private uint _lastTimestamp;
    private uint _packetUnits;

    /// <summary>What payload types stand for; may be set while packets come.</summary>
    public PayloadFormats Formats
    {
        get => _formats;
        set
        {
            _formats = value;
            _payloadType = -1;
        }
    }

    /// <summary>RTP packets received, duplicates and other sources' too.</summary>
    public long Packets { get; private set; }

    /// <summary>Their bytes, RTP headers included.</summary>
    public long Octets { get; private set; }

    /// <summary>Packets that never came.</summary>
    public long Lost => _sequence.Lost;

    /// <summary>Packets that were sent, as far as their numbers tell.</summary>
    public long Expected => _sequence.Expected;

    /// <summary>The highest sequence number, extended by how often it has wrapped (RFC 3550 §6.4.1).</summary>
    public uint HighestSequence => _sequence.Highest;

    /// <summary>Interarrival jitter in timestamp units.</summary>
    public uint JitterUnits => (uint)_jitter.Value;

    /// <summary>Packets that came late.</summary>
    public long OutOfOrder => _sequence.OutOfOrder;

    /// <summary>Packets that came again.</summary>
    public long Duplicates => _sequence.Duplicates;

    /// <summary>Mean loss run over that of random loss, 1 or more.</summary>
    public double BurstRatio => _sequence.BurstRatio;

    /// <summary>How often the stream went on with another SSRC.</summary>
    public int SourceChanges { get; private set; }

    /// <summary>SSRC of the stream, 0 before its first packet.</summary>
    public uint Ssrc => _ssrc;

    /// <summary>Format of the last sound or picture; null where it is unknown.</summary>
    public PayloadFormat? Format => _format;

    /// <summary>Interarrival jitter; zero while the clock is unknown.</summary>
    public TimeSpan Jitter => _clockRate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(_jitter.Value / _clockRate);

    /// <summary>Length of the sound in a packet as the timestamps of neighbours tell; zero while unknown.</summary>
    public TimeSpan PacketTime => _clockRate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)_packetUnits / _clockRate);

    /// <summary>Takes a packet of <paramref name="length"/> bytes that arrived at <paramref name="now"/> (timestamps of the clock).</summary>
    public void Add(in RtpHeader header, int length, long now)
    {
        Packets++;
        Octets += length;
        if (!_isStarted)
        {
            _isStarted = true;
            _ssrc = header.Ssrc;
        }

        if (header.Ssrc == _ssrc)
        {
            _candidateRun = 0;
            Follow(header, now);
        }
        else if (IsNewSource(header))
        {
            SourceChanges++;
            _ssrc = header.Ssrc;
            _sequence.Restart();
            _jitter.Restart();
            for (var i = Probation - 1; i > 0; i--) _ = _sequence.Add((ushort)(header.SequenceNumber - i));
            Follow(header, now);
        }
    }

    private void Follow(in RtpHeader header, long now)
    {
        if (header.PayloadType != _payloadType) ChangeFormat(header.PayloadType);
        if (!_sequence.Add(header.SequenceNumber)) return;
        if (_format is null || _clockRate == 0 || !IsContinuous) return;

        if (header.SequenceNumber == (ushort)(_lastSequence + 1) && header.Timestamp - _lastTimestamp - 1 < (uint)_clockRate)
            _packetUnits = header.Timestamp - _lastTimestamp;
        _lastSequence = header.SequenceNumber;
        _lastTimestamp = header.Timestamp;
        _jitter.Add((long)((double)now / frequency * _clockRate), header.Timestamp, _clockRate);
    }

    private bool IsContinuous { get; set; }

    private void ChangeFormat(byte payloadType)
    {
        _payloadType = payloadType;
        var format = _formats.Find(payloadType);
        IsContinuous = format?.IsContinuous ?? false;
        // Events and comfort noise between the sound: the stream's codec stays what it is.
        if (format is { IsContinuous: false }) return;
        _format = format;
        var clockRate = format?.ClockRate ?? 0;
        if (clockRate == _clockRate) return;
        if (clockRate != 0 && _clockRate != 0) _jitter.ChangeClock(_clockRate, clockRate);
        else _jitter.Restart();
        if (clockRate != 0) _clockRate = clockRate;
        _packetUnits = 0;
    }

    private bool IsNewSource(in RtpHeader header)
    {
        var goesOn = header.Ssrc == _candidate && _candidateRun > 0 && header.SequenceNumber == _candidateNext;
        _candidateRun = goesOn ? _candidateRun + 1 : 1;
        _candidate = header.Ssrc;
        _candidateNext = (ushort)(header.SequenceNumber + 1);
        if (_candidateRun < Probation) return false;
        _candidateRun = 0;
        return true;
    }
}
