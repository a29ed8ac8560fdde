using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The session timer of one session (RFC 4028): what both sides agreed on, and the clock that has the session refreshed when that
/// is our part, or ended when the other side does not.
/// </summary>
internal sealed class SessionTimer
{
    /// <summary>Least interval there is (RFC 4028 §5), seconds.</summary>
    private const uint Least = 90;

    private readonly InviteSession _session;
    private readonly SessionOptions _options;
    private readonly WheelTimer _timer;
    private uint _minimum = Least;
    private long _expiry;

    public SessionTimer(InviteSession session, SessionOptions options)
    {
        _session = session;
        _options = options;
        _timer = new WheelTimer(static state => ((SessionTimer)state!).OnTimer(), this);
    }

    /// <summary>Seconds agreed on; 0 where the session does not expire.</summary>
    public uint Interval { get; private set; }

    /// <summary>Whether refreshing is our part.</summary>
    public bool WeRefresh { get; private set; }

    private uint Wanted => (uint)_options.SessionExpires.TotalSeconds;

    private uint OwnMinimum => Math.Max(Least, (uint)_options.MinSessionExpires.TotalSeconds);

    private TimerWheel Wheel => _session.Worker.Timers;

    /// <summary>Whether a request asks for less than we accept, to be answered with 422 (§9). One that cannot read a 422 is let through.</summary>
    public static bool IsTooSmall(SipMessage request, SessionOptions options) =>
        SessionExpires.TryParse(request[HeaderName.SessionExpires], out var asked)
        && asked.Seconds < Math.Max(Least, (uint)options.MinSessionExpires.TotalSeconds)
        && request.HasOption(HeaderName.Supported, "timer"u8);

    /// <summary>Writes Session-Expires and Min-SE into a session refresh request of ours (§7.1).</summary>
    public void WriteRequest(SipWriter writer)
    {
        var interval = Interval > 0 ? Interval : Wanted;
        if (interval == 0) return;
        writer.Begin(HeaderName.SessionExpires).Number(Math.Max(interval, _minimum));
        // §7.4: within the session the roles stay; the first request leaves them to the other side.
        if (Interval > 0) writer.Text(WeRefresh ? ";refresher=uac"u8 : ";refresher=uas"u8);
        writer.End();
        if (_minimum > Least) writer.Header(HeaderName.MinSe, _minimum);
    }

    /// <summary>Settles the timer as the UAS of a session refresh request (§9); <see cref="WriteResponse"/> tells the other side.</summary>
    public void Accept(SipMessage request)
    {
        var supported = request.HasOption(HeaderName.Supported, "timer"u8);
        var least = Math.Max(OwnMinimum, request.TryGetSeconds(HeaderName.MinSe, out var minimum) ? minimum : Least);
        if (SessionExpires.TryParse(request[HeaderName.SessionExpires], out var asked))
        {
            var interval = Wanted > 0 ? Math.Min(asked.Seconds, Wanted) : asked.Seconds;
            Interval = Math.Max(interval, least);
            WeRefresh = !supported || asked.Refresher == SessionRefresher.Uas;
        }
        else
        {
            Interval = supported && Wanted > 0 ? Math.Max(Wanted, least) : 0;
            WeRefresh = false;
        }
    }

    /// <summary>Writes what <see cref="Accept"/> settled into the 2xx, and starts the clock anew.</summary>
    public void WriteResponse(SipWriter writer)
    {
        Restart();
        if (Interval == 0) return;
        writer.Begin(HeaderName.SessionExpires).Number(Interval).Text(WeRefresh ? ";refresher=uas"u8 : ";refresher=uac"u8).End();
        // §9: the other side must understand it where it is to refresh.
        if (!WeRefresh) writer.Header(HeaderName.Require, "timer"u8);
    }

    /// <summary>Takes what a 2xx to a session refresh request of ours says (§7.2), and starts the clock anew.</summary>
    public void Agree(SipMessage response)
    {
        if (SessionExpires.TryParse(response[HeaderName.SessionExpires], out var agreed))
        {
            Interval = Math.Max(agreed.Seconds, Least);
            WeRefresh = agreed.Refresher != SessionRefresher.Uas;
        }
        else
        {
            Interval = 0;
        }

        Restart();
    }

    /// <summary>After 422: asks for as much as the other side wants (§7.3). False where it says nothing new.</summary>
    public bool TryRaise(SipMessage response)
    {
        if (!response.TryGetSeconds(HeaderName.MinSe, out var minimum) || minimum <= _minimum) return false;
        _minimum = minimum;
        return true;
    }

    /// <summary>A refresh was refused for now: tries again after <paramref name="delay"/>, while the session has not expired.</summary>
    public void Postpone(TimeSpan delay)
    {
        if (Interval == 0 || _session.State != SessionState.Confirmed) return;
        var left = TimeSpan.FromMilliseconds(_expiry - Wheel.Now);
        Wheel.Start(_timer, delay < left ? delay : left);
    }

    /// <summary>Stops the clock.</summary>
    public void Stop() => Wheel.Stop(_timer);

    private void Restart()
    {
        Wheel.Stop(_timer);
        if (Interval == 0) return;
        // §10: BYE a little before the session expires, so that both sides' ends meet.
        var end = Interval - Math.Min(32, Interval / 3);
        _expiry = Wheel.Now + (end * 1000L);
        // §10: the refresher at half the time, for the answer must come before the end.
        Wheel.Start(_timer, TimeSpan.FromSeconds(WeRefresh ? Interval / 2 : end));
    }

    private void OnTimer()
    {
        if (WeRefresh && Wheel.Now < _expiry) _session.Refresh();
        else _session.Expire();
    }
}
