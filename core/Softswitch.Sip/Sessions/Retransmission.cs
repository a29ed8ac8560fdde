using System.Buffers;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// A response that the session itself repeats until the peer has it: a 2xx to INVITE until its ACK (RFC 3261 §13.3.1.4), a reliable
/// provisional response until its PRACK (RFC 3262 §3). Its bytes are in a pooled buffer meanwhile.
/// </summary>
internal sealed class Retransmission
{
    private readonly SessionLayer _layer;
    private readonly WheelTimer _timer;
    private InviteSession? _session;
    private byte[] _buffer = [];
    private int _length;
    private SipPeer _to;
    private int _interval;
    private int _maximum;
    private int _elapsed;

    public Retransmission(SessionLayer layer)
    {
        _layer = layer;
        _timer = new WheelTimer(static state => ((Retransmission)state!).OnTimer(), this);
    }

    /// <summary>
    /// Begins to repeat <paramref name="message"/>, just sent, after T1, then twice that and so on up to <paramref name="maximum"/>
    /// milliseconds between two; after 64*T1 the session is told.
    /// </summary>
    public void Start(InviteSession session, in SipPeer to, ReadOnlySpan<byte> message, int maximum)
    {
        _session = session;
        _to = to;
        _buffer = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(_buffer);
        _length = message.Length;
        _interval = _layer.Timers.T1;
        _maximum = maximum;
        _elapsed = 0;
        _layer.Worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(_interval));
    }

    /// <summary>Ends it, and makes it ready for another session.</summary>
    public void Stop()
    {
        _layer.Worker.Timers.Stop(_timer);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _session = null;
    }

    private void OnTimer()
    {
        _elapsed += _interval;
        if (_elapsed >= _layer.Timers.Transaction)
        {
            _session!.OnNotAcknowledged();
            return;
        }

        _layer.Sender.Send(_to, _buffer.AsSpan(0, _length));
        _interval = Math.Min(Math.Min(_interval * 2, _maximum), _layer.Timers.Transaction - _elapsed);
        _layer.Worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(_interval));
    }
}
