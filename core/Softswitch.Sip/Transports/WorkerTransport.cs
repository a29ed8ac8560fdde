using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The transports as one worker sees them: its sockets, its way out, and the messages that belong to it, whichever worker
/// or connection received them.
/// </summary>
internal sealed class WorkerTransport : ISipSender
{
    private static readonly TimeSpan RouteMemory = TimeSpan.FromSeconds(60);

    private readonly SipTransportLayer _layer;
    private readonly SipTransportOptions _options;
    private readonly SipMessage _message = new();
    private readonly SourceLimiter _malformed;
    private readonly UndeliveredWatch _undelivered;
    private readonly Dictionary<(int, NetAddress), SipListenPoint> _routes = [];
    private readonly WheelTimer _forgetRoutes;
    private UdpSocket?[] _sockets;
    private int _waiting;

    public WorkerTransport(SipTransportLayer layer, EpollWorker worker, SipTransportOptions options)
    {
        _layer = layer;
        _options = options;
        Worker = worker;
        _sockets = new UdpSocket?[options.Listen.Count];
        _malformed = new SourceLimiter(options.MalformedPerSecond);
        _undelivered = new UndeliveredWatch(worker);
        _forgetRoutes = new WheelTimer(static routes => ((Dictionary<(int, NetAddress), SipListenPoint>)routes!).Clear(), _routes);
    }

    /// <summary>The worker.</summary>
    public EpollWorker Worker { get; }

    /// <summary>Who takes this worker's messages.</summary>
    public ISipReceiver? Receiver { get; set; }

    /// <summary>What it has counted.</summary>
    public TransportCounters Counters { get; } = new();

    /// <summary>Messages that others handed over and that have not been handled. Safe from any thread.</summary>
    public bool IsBehind => Volatile.Read(ref _waiting) >= _options.HandOverQueue;

    /// <summary>Gives it its sockets, by number of listening point; before the worker runs, or on it.</summary>
    public void Open(UdpSocket?[] sockets) => _sockets = sockets;

    /// <inheritdoc/>
    public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null)
    {
        if (to.Transport == SipTransport.Udp ? TrySendDatagram(to, message, onFailure, state) : _layer.Streams.TrySend(to, message, this, onFailure, state))
        {
            TransportCounters.Count(ref Counters.Sent);
            return;
        }

        TransportCounters.Count(ref Counters.Undelivered);
        if (onFailure is not null) Worker.Post(onFailure, state);
    }

    /// <inheritdoc/>
    public SipListenPoint LocalFor(in SipPeer to)
    {
        // Routes change seldom; a cache of a minute is asked for instead of the system.
        if (_routes.Count > 0 && !_forgetRoutes.IsRunning) Worker.Timers.Start(_forgetRoutes, RouteMemory);
        return _layer.Points.Describe(to, _routes);
    }

    /// <inheritdoc/>
    public bool CanReach(in SipPeer to) => _layer.Points.For(to) >= 0;

    /// <summary>A datagram came in at this worker: it is handled here or handed over to the worker of its Call-ID.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, in SipPeer from)
    {
        TransportCounters.Count(ref Counters.Received);
        var owner = _layer.OwnerOf(datagram, this);
        if (owner == this)
        {
            Handle(datagram, from);
        }
        else if (owner.IsBehind)
        {
            TransportCounters.Count(ref Counters.Dropped);
        }
        else
        {
            TransportCounters.Count(ref Counters.HandedOver);
            owner.Expect();
            HandOver.Post(owner, datagram, from);
        }
    }

    /// <summary>One more message is on its way to this worker. Safe from any thread.</summary>
    public void Expect() => Interlocked.Increment(ref _waiting);

    /// <summary>A message that was handed over has come to its turn. A stream's message has not been counted yet.</summary>
    public void HandleHandedOver(ReadOnlySpan<byte> message, in SipPeer from, FrameKind kind, SipConnection? connection)
    {
        Interlocked.Decrement(ref _waiting);
        if (connection is not null) TransportCounters.Count(ref Counters.Received);
        switch (kind)
        {
            case FrameKind.TooLarge:
                Refuse(message, new SipParseError(513, "Message Too Large", 0), from);
                break;
            case FrameKind.Malformed:
                Refuse(message, new SipParseError(400, "No Single Valid Content-Length", 0), from);
                break;
            default:
                Handle(message, from);
                break;
        }
    }

    /// <summary>The network says that a datagram did not arrive; of the workers' sockets at one port the kernel tells any one.</summary>
    public void Refused(ReadOnlySpan<byte> beginning, in NetAddress to)
    {
        TransportCounters.Count(ref Counters.Undelivered);
        var hash = UndeliveredWatch.HashOf(beginning);
        if (!TryFail(hash, to)) _layer.TellOthers(this, hash, to);
    }

    /// <summary>Tells the sender of a refused datagram, if it was this worker.</summary>
    public bool TryFail(ulong hash, in NetAddress to) => _undelivered.TryFail(hash, to);

    private void Handle(ReadOnlySpan<byte> message, in SipPeer from)
    {
        if (_message.TryParse(message, _options.Limits, out var error)) Receiver?.OnMessage(_message, from);
        else OnMalformed(error, from);
    }

    private void Refuse(ReadOnlySpan<byte> head, SipParseError error, in SipPeer from)
    {
        // Its end is unknown, so it is no message whatever the parser finds.
        _ = _message.TryParse(head, _options.Limits, out _);
        OnMalformed(error with { Status = _message.StatusFor(error.Status) }, from);
    }

    private void OnMalformed(in SipParseError error, in SipPeer from)
    {
        TransportCounters.Count(ref Counters.Malformed);
        if (_malformed.TryTake(from.Remote, Worker.Timers.Now)) Receiver?.OnMalformed(_message, error, from);
        else TransportCounters.Count(ref Counters.Dropped);
    }

    private bool TrySendDatagram(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure, object? state)
    {
        var index = _layer.Points.For(to);
        if (index < 0 || _sockets[index] is not { IsClosed: false } socket || to.Remote.Port == 0 || message.Length > UdpSocket.MaximumLength)
            return false;
        if (onFailure is not null) _undelivered.Add(to.Remote, message, onFailure, state);
        socket.Send(message, to.Remote);
        return true;
    }
}
