using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Somebody's subscription with us (RFC 6665 §4.2): a dialog, what it watches, and the NOTIFYs that tell of it: the first at once, then
/// one at a time, no faster than the package's throttle, always with the state of the moment it is sent.
/// </summary>
public sealed class Subscription
{
    private readonly SubscriptionServer _server;
    private readonly WheelTimer _expiry;
    private readonly WheelTimer _throttle;
    private readonly byte[] _event;
    private ClientTransaction? _notify;
    private long _expiresAt;
    private long _nextNotifyAt;
    private bool _isDue;
    private bool _isLastSent;
    private SubscriptionEnd _end;
    private int _retryAfter;

    internal Subscription(SubscriptionServer server, IEventPackage package, Dialog dialog, ReadOnlySpan<byte> eventHeader)
    {
        _server = server;
        Package = package;
        Dialog = dialog;
        _event = eventHeader.ToArray();
        _expiry = new WheelTimer(static subscription => ((Subscription)subscription!).Terminate(SubscriptionEnd.Timeout), this);
        _throttle = new WheelTimer(static subscription => ((Subscription)subscription!).SendIfDue(), this);
    }

    /// <summary>Its package.</summary>
    public IEventPackage Package { get; }

    /// <summary>Its dialog.</summary>
    public Dialog Dialog { get; }

    /// <summary>What it watches, by a name that the package gives it; see <see cref="SubscriptionServer.Changed"/>.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>Whatever the package wants to find here again.</summary>
    public object? Context { get; set; }

    /// <summary>Its state.</summary>
    public SubscriptionState State { get; private set; }

    /// <summary>NOTIFYs written before the present one: the version of those bodies that count from 0 (RFC 4235 §4.1).</summary>
    public uint NotifyCount { get; private set; }

    /// <summary>Its Event header, as the subscriber wrote it.</summary>
    public ReadOnlySpan<byte> Event => _event;

    internal ulong LocalTag => Dialog.LocalTag;

    /// <summary>What it watches has changed: tells the subscriber, now or when the throttle allows.</summary>
    public void Changed()
    {
        if (State == SubscriptionState.Terminated) return;
        _isDue = true;
        SendIfDue();
    }

    /// <summary>Whoever had to agree has agreed.</summary>
    public void Activate()
    {
        if (State != SubscriptionState.Pending) return;
        State = SubscriptionState.Active;
        Changed();
    }

    /// <summary>Ends it and says why, with the state as it is now; <paramref name="retryAfter"/> in seconds where the reason allows for it.</summary>
    public void Terminate(SubscriptionEnd reason, int retryAfter = 0)
    {
        if (State == SubscriptionState.Terminated) return;
        _end = reason;
        _retryAfter = retryAfter;
        End();
        SendLast();
    }

    /// <summary>The package has accepted it.</summary>
    internal void Accept(in SubscribeVerdict verdict)
    {
        Resource = verdict.Resource;
        State = verdict.IsPending ? SubscriptionState.Pending : SubscriptionState.Active;
    }

    /// <summary>A SUBSCRIBE was answered 200: that is always followed by the whole state (§4.2.1.2).</summary>
    internal void Refresh(long seconds)
    {
        if (seconds == 0)
        {
            Terminate(SubscriptionEnd.Timeout);
            return;
        }

        _expiresAt = _server.Worker.Timers.Now + (seconds * 1000);
        _server.Worker.Timers.Start(_expiry, TimeSpan.FromSeconds(seconds));
        _isDue = true;
        _nextNotifyAt = 0;
        SendIfDue();
    }

    internal bool IsEvent(in EventHeader header) => EventHeader.TryParse(_event, out var own) && own.IsSame(header);

    /// <summary>A NOTIFY was answered, with 0 for not at all.</summary>
    internal void OnNotified(int status)
    {
        _notify = null;
        if (State == SubscriptionState.Terminated) SendLast();
        else if (IsFatal(status)) End();
        else SendIfDue();
    }

    /// <summary>What a response to NOTIFY says about the subscription or its dialog (RFC 6665 §4.2.2, RFC 5057 §5.1).</summary>
    private static bool IsFatal(int status) =>
        status is 0 or 404 or 405 or 408 or 410 or 416 or (>= 480 and <= 485) or 489 or 501 or 604;

    private void End()
    {
        State = SubscriptionState.Terminated;
        _server.Worker.Timers.Stop(_expiry);
        _server.Worker.Timers.Stop(_throttle);
        _server.Remove(this);
        Package.OnEnded(this);
    }

    private void SendIfDue()
    {
        if (!_isDue || _notify is not null || State == SubscriptionState.Terminated) return;
        var now = _server.Worker.Timers.Now;
        if (now < _nextNotifyAt)
        {
            if (!_throttle.IsRunning) _server.Worker.Timers.Start(_throttle, TimeSpan.FromMilliseconds(_nextNotifyAt - now));
            return;
        }

        _isDue = false;
        _nextNotifyAt = now + (long)Package.Options.Throttle.TotalMilliseconds;
        Send();
    }

    private void SendLast()
    {
        if (_notify is not null || _isLastSent) return;
        _isLastSent = true;
        Send();
    }

    private void Send()
    {
        var body = _server.Body;
        Package.WriteState(this, body.Clear());
        var request = _server.NewNotify(this);
        WriteState(request.Writer.Header(HeaderName.Event, _event));
        NotifyCount++;
        _notify = request.Send(Package.ContentType, body.Written, _server, this);
    }

    private void WriteState(SipWriter writer)
    {
        writer.Begin(HeaderName.SubscriptionState);
        if (State == SubscriptionState.Terminated)
        {
            writer.Text("terminated;reason="u8).Text(NameOf(_end));
            if (_retryAfter > 0) writer.Text(";retry-after="u8).Number(_retryAfter);
        }
        else
        {
            writer.Text(State == SubscriptionState.Active ? "active;expires="u8 : "pending;expires="u8)
                .Number(Math.Max(0, (_expiresAt - _server.Worker.Timers.Now + 999) / 1000));
        }

        writer.End();
    }

    private static ReadOnlySpan<byte> NameOf(SubscriptionEnd end) => end switch
    {
        SubscriptionEnd.Deactivated => "deactivated"u8,
        SubscriptionEnd.Probation => "probation"u8,
        SubscriptionEnd.Rejected => "rejected"u8,
        SubscriptionEnd.Timeout => "timeout"u8,
        SubscriptionEnd.GiveUp => "giveup"u8,
        SubscriptionEnd.NoResource => "noresource"u8,
        _ => "invariant"u8,
    };
}
