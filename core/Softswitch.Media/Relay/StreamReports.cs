using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>
/// The switch's own RTCP on one stream, while it is the one that the stream's end talks with: how it hears the end, and what it sends itself. While the
/// stream is connected the ends report to each other. About every 5 s, by chance up to half of that sooner or later (RFC 3550 §6.3.1).
/// </summary>
internal sealed class StreamReports
{
    private const int MiddleInterval = 5000;
    private const int NameLength = 16;
    private const long NtpBegin = -2_208_988_800;

    private readonly MediaStream _stream;
    private readonly IRandomSource _random;
    private readonly WheelTimer _timer;
    private readonly byte[] _name = new byte[NameLength];
    private Worker? _worker;
    private uint _heardSenderTime;
    private TimeSpan _heardAt;
    private uint _heardSsrc;
    private long _expected;
    private long _lost;
    private uint _packets;

    public StreamReports(MediaStream stream, IRandomSource random)
    {
        _stream = stream;
        _random = random;
        _timer = new WheelTimer(static reports => ((StreamReports)reports!).OnTime(), this);
        // RFC 7022 §4.2: a random name for each session, of 96 bits.
        Span<byte> bits = stackalloc byte[NameLength / 4 * 3];
        random.Fill(bits);
        _ = Base64.EncodeToUtf8(bits, _name, out _, out _);
    }

    /// <summary>The stream is at home at a worker.</summary>
    public void Attach(Worker worker)
    {
        _worker = worker;
        Start(MiddleInterval / 2);
    }

    /// <summary>No more reports until it is attached again.</summary>
    public void Detach()
    {
        _worker?.Timers.Stop(_timer);
        _worker = null;
    }

    /// <summary>A source of the end has reported as a sender.</summary>
    public void OnSenderReport(uint ssrc, uint middleOfNtp, TimeSpan now) => (_heardSsrc, _heardSenderTime, _heardAt) = (ssrc, middleOfNtp, now);

    /// <summary>How the end is heard; null while it is not.</summary>
    public ReportBlock? Hear(ReceptionStatistics reception, TimeSpan now)
    {
        if (reception.Ssrc == 0) return null;
        var senderTime = reception.Ssrc == _heardSsrc ? _heardSenderTime : 0;
        var (expected, lost) = (reception.Expected - _expected, reception.Lost - _lost);
        (_expected, _lost) = (reception.Expected, reception.Lost);
        var fraction = expected <= 0 ? 0 : Math.Clamp(lost * 256 / expected, 0, 255);
        var delay = senderTime == 0 ? 0 : (now - _heardAt).TotalSeconds * 65_536;
        return new ReportBlock(
            reception.Ssrc, (byte)fraction, (int)Math.Min(reception.Lost, 0x7F_FFFF), reception.HighestSequence, reception.JitterUnits, senderTime, (uint)delay);
    }

    /// <summary>Wall-clock time as RTCP has it.</summary>
    public static ulong ToNtp(DateTimeOffset time)
    {
        var ticks = (ulong)(time.UtcTicks - DateTimeOffset.UnixEpoch.AddSeconds(NtpBegin).UtcTicks);
        var seconds = ticks / TimeSpan.TicksPerSecond;
        return (seconds << 32) | ((ticks % TimeSpan.TicksPerSecond << 32) / TimeSpan.TicksPerSecond);
    }

    private void OnTime()
    {
        Start(MiddleInterval);
        _stream.Report(this);
    }

    /// <summary>Sends a report of <paramref name="ssrc"/>; as a sender where it has sent since the one before.</summary>
    [SkipLocalsInit]
    public unsafe void Send(MediaSocket socket, uint ssrc, in SenderInfo sender, ReportBlock? block)
    {
        var hasSent = sender.Packets != _packets;
        _packets = sender.Packets;
        var datagram = stackalloc byte[RtcpWriter.MostLength];
        var length = RtcpWriter.Write(new Span<byte>(datagram, RtcpWriter.MostLength), ssrc, hasSent ? sender : null, block, _name);
        _ = socket.Send(datagram, length);
    }

    private void Start(int middle) => _worker?.Timers.Start(_timer, TimeSpan.FromMilliseconds((middle / 2) + _random.Next(middle)));
}
