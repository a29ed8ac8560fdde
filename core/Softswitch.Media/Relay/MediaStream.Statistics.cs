namespace Softswitch.Media;

/// <summary>What is counted, and what the ends' reports tell.</summary>
public sealed partial class MediaStream
{
    private long _opaquePackets;
    private long _opaqueOctets;
    private long _controlPackets;
    private long _notForwarded;
    private long _wrongSource;
    private long _malformed;
    private long _overRate;
    private long _tooLong;
    private RoundTripMeter _roundTrip;
    private int _reportedFraction = -1;
    private uint _reportedJitter;

    /// <summary>A snapshot. Each value is exact; one that is taken while packets flow may be a packet apart from the next.</summary>
    public StreamStatistics Statistics
    {
        get
        {
            var fraction = _reportedFraction;
            // The end reports on what it is sent in the clock of that stream's codec.
            var clockRate = _other?._reception.Format?.ClockRate ?? _voiceFormat?.Codec.ClockRate ?? _reception.Format?.ClockRate ?? 0;
            return new StreamStatistics
            {
                Packets = _reception.Packets + _opaquePackets,
                Octets = _reception.Octets + _opaqueOctets,
                Expected = _reception.Expected,
                Lost = _reception.Lost,
                OutOfOrder = _reception.OutOfOrder,
                Duplicates = _reception.Duplicates,
                Jitter = _reception.Jitter,
                PacketTime = _reception.PacketTime,
                BurstRatio = _reception.BurstRatio,
                SourceChanges = _reception.SourceChanges,
                Ssrc = _reception.Ssrc,
                Codec = _reception.Format?.Name,
                RoundTrip = _roundTrip.Value,
                ReportedLossPercent = fraction < 0 ? null : fraction * 100.0 / 256,
                ReportedJitter = fraction < 0 || clockRate == 0 ? null : TimeSpan.FromSeconds((double)_reportedJitter / clockRate),
                ControlPackets = _controlPackets,
                Sent = _rtp.Sent,
                NotForwarded = _notForwarded,
                WrongSource = _wrongSource,
                Malformed = _malformed,
                OverRate = _overRate,
                TooLong = _tooLong,
                Source = Volatile.Read(ref _source)?.Value ?? default,
            };
        }
    }

    private void CountOpaque(int length)
    {
        _opaquePackets++;
        _opaqueOctets += length;
    }

    private void ReadReports(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        var reader = new RtcpReader(datagram);
        while (reader.Next())
        {
            // The report goes on to the other end, whose answer will name it.
            if (reader.TryReadSenderTime(out var sent))
            {
                _other?._roundTrip.OnSent(sent, now);
                _reports?.OnSenderReport(reader.Sender, sent, now);
            }

            for (var i = 0; reader.TryReadBlock(i, out var block); i++) TakeReport(block, now);
        }
    }

    private void TakeReport(in ReportBlock block, TimeSpan now)
    {
        // Of several sources only the one that we pass on to it, or are ourselves, concerns this stream.
        if (block.Ssrc != _voice?.Ssrc && block.Ssrc != _other?._reception.Ssrc) return;
        _ = _roundTrip.OnReport(block, now);
        _reportedFraction = block.FractionLost;
        _reportedJitter = block.Jitter;
    }
}
