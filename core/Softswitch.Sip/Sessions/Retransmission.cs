using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// When a response is repeated that the session itself answers for: a 2xx to INVITE until its ACK (RFC 3261 §13.3.1.4), a reliable
/// provisional response until its PRACK (RFC 3262 §3), any other every minute so that no proxy gives up (RFC 3261 §13.3.1.1). Kept by the
/// layer for one session after another.
/// </summary>
internal sealed class Retransmission
{
    private const int Minute = 60_000;

    private readonly SessionLayer _layer;
    private readonly WheelTimer _timer;
    private InviteSession? _session;
    private ServerTransaction? _transaction;
    private int _interval;
    private int _maximum;
    private int _elapsed;
    private int _limit;

    public Retransmission(SessionLayer layer)
    {
        _layer = layer;
        _timer = new WheelTimer(static state => ((Retransmission)state!).OnTimer(), this);
    }

    /// <summary>
    /// Begins to repeat the last response of <paramref name="transaction"/>, just sent, after T1, then twice that and so on up to
    /// <paramref name="maximum"/> milliseconds between two; after 64*T1 the session is told.
    /// </summary>
    public void Start(InviteSession session, ServerTransaction transaction, int maximum) =>
        Start(session, transaction, _layer.Timers.T1, maximum, _layer.Timers.Transaction);

    /// <summary>Begins to repeat the last response of <paramref name="transaction"/> every minute, for as long as it takes.</summary>
    public void StartEveryMinute(InviteSession session, ServerTransaction transaction) =>
        Start(session, transaction, Minute, Minute, int.MaxValue);

    /// <summary>Ends it.</summary>
    public void Stop()
    {
        _layer.Worker.Timers.Stop(_timer);
        _session = null;
        _transaction = null;
    }

    private void Start(InviteSession session, ServerTransaction transaction, int interval, int maximum, int limit)
    {
        _session = session;
        _transaction = transaction;
        _interval = interval;
        _maximum = maximum;
        _limit = limit;
        _elapsed = 0;
        _layer.Worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(_interval));
    }

    private void OnTimer()
    {
        _elapsed += _interval;
        if (_elapsed >= _limit)
        {
            _session!.OnNotAcknowledged();
            return;
        }

        _transaction!.Retransmit();
        _interval = Math.Min(Math.Min(_interval, _maximum / 2) * 2, _limit - _elapsed);
        _layer.Worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(_interval));
    }
}
