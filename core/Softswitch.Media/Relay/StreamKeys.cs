using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>The keys of one stream, and the time after which one whose end was lost counts as released.</summary>
internal sealed class StreamKeys
{
    // Ends report a held key every 20 to 50 ms (RFC 4733 §2.5.1.2); four such reports are not lost in a row on a line that one can talk on.
    private static readonly TimeSpan LostAfter = TimeSpan.FromMilliseconds(200);

    private readonly MediaStream _stream;
    private readonly KeyReceiver _receiver;
    private readonly WheelTimer _timer;
    private long _lastReport;

    public StreamKeys(MediaStream stream, IKeyListener listener)
    {
        _stream = stream;
        _receiver = new KeyReceiver(listener);
        _timer = new WheelTimer(static keys => ((StreamKeys)keys!).OnTime(), this);
    }

    public void OnPacket(in RtpHeader header, ReadOnlySpan<byte> packet, int clockRate)
    {
        _lastReport = _stream.Home.Now;
        _receiver.OnPacket(header, RtpHeader.PayloadOf(packet), clockRate);
        if (!_receiver.IsDown) _stream.Home.Worker.Timers.Stop(_timer);
        else if (!_timer.IsRunning) _stream.Home.Worker.Timers.Start(_timer, LostAfter);
    }

    /// <summary>Whatever is held is released: nobody listens any more, or the stream leaves its worker.</summary>
    public void Release()
    {
        _stream.Home.Worker.Timers.Stop(_timer);
        _receiver.OnSilence();
    }

    private void OnTime()
    {
        var worker = _stream.Home.Worker;
        var left = LostAfter - worker.Clock.GetElapsedTime(_lastReport);
        if (left > TimeSpan.Zero) worker.Timers.Start(_timer, left);
        else _receiver.OnSilence();
    }
}
