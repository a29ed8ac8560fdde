using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// A request of somebody's and our answer (RFC 3261 §17.2). It keeps what its responses need of the request, and the last response
/// for retransmissions, until the final response (INVITE: until its ACK); after that nothing of it stays here.
/// </summary>
public sealed class ServerTransaction
{
    private readonly TransactionLayer _layer;
    private RequestDigest _digest;
    private byte[]? _last;
    private int _lastLength;
    private WheelTimer? _timer;
    private long _deadline;
    private int _interval;
    private SipPeer _replyTo;
    private ServerState _state;
    private bool _isForgotten;

    internal ServerTransaction(TransactionLayer layer, SipMethod method, in RequestDigest digest, ulong hash, ulong mark, in SipPeer from, in SipPeer replyTo)
    {
        _layer = layer;
        _digest = digest;
        _replyTo = replyTo;
        Method = method;
        Hash = hash;
        Mark = mark;
        Source = from;
        _state = method == SipMethod.Invite ? ServerState.Proceeding : ServerState.Trying;
    }

    /// <summary>The request's method.</summary>
    public SipMethod Method { get; }

    /// <summary>Where the request came from.</summary>
    public SipPeer Source { get; }

    /// <summary>Who is told of a CANCEL and of failures; nobody at first. An INVITE that nobody answers for is answered 487 when cancelled.</summary>
    public IServerTransactionUser? User { get; set; }

    /// <summary>Whatever its user wants to find here again.</summary>
    public object? Context { get; set; }

    /// <summary>Our tag, in every response over 100 to a request whose To has none: 16 hexadecimal digits there.</summary>
    public ulong LocalTag { get; internal set; }

    /// <summary>Whether a final response is still to be given.</summary>
    public bool IsPending => _state is ServerState.Trying or ServerState.Proceeding;

    /// <summary>Whether the INVITE was cancelled before its final response.</summary>
    public bool IsCancelled { get; internal set; }

    internal ulong Hash { get; }

    internal ulong Mark { get; set; }

    internal ServerState State => _state;

    internal ServerTransaction? NextOfHash { get; set; }

    /// <summary>Answers without further header fields or body.</summary>
    public void Respond(int status, ReadOnlySpan<byte> reason = default) => NewResponse(status, reason).Send();

    /// <summary>
    /// Begins a response; <paramref name="reason"/> replaces the usual phrase. A final response after the final one is not sent,
    /// but for a 2xx to an INVITE that was answered 2xx.
    /// </summary>
    public ServerResponse NewResponse(int status, ReadOnlySpan<byte> reason = default)
    {
        var writer = _layer.Writer.Status(status, reason.IsEmpty ? ReasonPhrases.Of(status) : reason);
        _digest.WriteTo(writer, status, LocalTag);
        return new ServerResponse(this, writer, status);
    }

    /// <summary>
    /// Sends an INVITE's last response again: a 2xx until its ACK (§13.3.1.4), a reliable provisional one until its PRACK
    /// (RFC 3262 §3). When, is the user's matter.
    /// </summary>
    public void Retransmit()
    {
        if (_state is ServerState.Proceeding or ServerState.Accepted) Resend();
    }

    /// <summary>The ACK to the 2xx has come: the response is needed no longer, and what is left only absorbs retransmitted INVITEs.</summary>
    public void Acknowledged()
    {
        if (_state == ServerState.Accepted) Leave(_layer.Timers.Transaction, default);
    }

    /// <summary>
    /// To be said before the final response, and meant for challenges: no state stays behind it, and a retransmission is handled like
    /// the first (the stateless UAS of §8.2.7). A challenged INVITE is not told again and again until its ACK, which would be a
    /// stranger's way to have us send eleven messages for one (§26.3.2.4).
    /// </summary>
    public void Forget()
    {
        if (_isForgotten || !IsPending) return;
        _isForgotten = true;
        // The same tag for each retransmission; an INVITE's may have been used by its session already.
        if (Method != SipMethod.Invite) LocalTag = _layer.StatelessTag(Hash);
    }

    internal bool Is(in TransactionKey key) => key.Equals(_digest.Branch, _digest.Host, _digest.Port, Method);

    internal void Receive(SipMessage request, in SipPeer from)
    {
        if (request.Method == SipMethod.Ack)
        {
            Apply(ServerInput.Ack, request, from);
            return;
        }

        _layer.Counters.RetransmissionsReceived++;
        Apply(ServerInput.Request, request, from);
    }

    /// <summary>The user has written a response.</summary>
    internal void Answer(int status) => Apply(status switch
    {
        < 200 => ServerInput.Provisional,
        < 300 => ServerInput.Success,
        _ => ServerInput.Rejection,
    });

    /// <summary>The user has seen the request and said nothing: an INVITE is told so at once, anything else has as long as its client waits.</summary>
    internal void AwaitUser()
    {
        if (Method != SipMethod.Invite)
        {
            if (IsPending) StartTimer(_layer.Timers.Transaction);
        }
        else if (_state == ServerState.Proceeding && _last is null)
        {
            SendTrying();
        }
    }

    private void Apply(ServerInput input, SipMessage? request = null, in SipPeer from = default)
    {
        var step = Method == SipMethod.Invite
            ? ServerInviteMachine.Next(_state, input)
            : ServerNonInviteMachine.Next(_state, input);
        if (step.Does(ServerActions.Send)) SendWritten(step.State);
        if (step.Does(ServerActions.Resend)) Resend();
        if (step.State != _state) Enter(step.State, input);
        else if (input == ServerInput.RetransmitTimer) ScheduleRetransmission(_interval);
        if (step.Does(ServerActions.Deliver)) _layer.User.OnAck(request!, from);
        if (step.Does(ServerActions.ReportTimeout | ServerActions.ReportTransport))
            Report(step.Does(ServerActions.ReportTimeout) ? TransactionFailure.Timeout : TransactionFailure.Transport);
    }

    private void Enter(ServerState state, ServerInput input)
    {
        _state = state;
        if (input is ServerInput.Rejection) _layer.Unmark(this);
        switch (state)
        {
            case ServerState.Completed when Method == SipMethod.Invite && !_isForgotten:
                _deadline = _layer.Worker.Timers.Now + _layer.Timers.Transaction;
                ScheduleRetransmission(0);
                return;
            case ServerState.Accepted:
                StartTimer(ServerInviteMachine.LingerFor(state, _replyTo.IsReliable, _layer.Timers));
                return;
            case ServerState.Completed:
                Leave(
                    _isForgotten ? 0 : ServerNonInviteMachine.LingerFor(state, _replyTo.IsReliable, _layer.Timers),
                    _layer.Writer.Written);
                return;
            case ServerState.Confirmed:
                Leave(ServerInviteMachine.LingerFor(state, _replyTo.IsReliable, _layer.Timers), default);
                return;
            case ServerState.Terminated:
                Leave(0, default);
                return;
            default:
                return;
        }
    }

    /// <summary>Leaves the active transactions, and stays <paramref name="duration"/> ms among those that only absorb.</summary>
    private void Leave(int duration, ReadOnlySpan<byte> message)
    {
        if (_timer is not null) _layer.Worker.Timers.Stop(_timer);
        _layer.Remove(this);
        if (duration > 0)
        {
            var key = new TransactionKey(_digest.Branch, _digest.Host, _digest.Port, Method, Hash);
            _layer.Linger(key, _state, Mark, duration, _replyTo, message);
        }
        else
        {
            _layer.Unmark(this);
        }

        _state = ServerState.Terminated;
        _digest.Release(_layer.Buffers);
        DropLast();
    }

    private void SendWritten(ServerState next)
    {
        var response = _layer.Writer.Written;
        SendResponse(response);
        // Another request's final response goes straight to those that linger; on a stream nobody asks for it again.
        if (Method != SipMethod.Invite && (next == ServerState.Completed || _replyTo.IsReliable)) return;
        DropLast();
        _last = _layer.Buffers.Copy(response);
        _lastLength = response.Length;
    }

    private void SendResponse(ReadOnlySpan<byte> response)
    {
        if (_replyTo.IsReliable)
            _layer.Sender.Send(_replyTo, response, static transaction => ((ServerTransaction)transaction!).OnUndelivered(), this);
        else
            _layer.Sender.Send(_replyTo, response);
    }

    private void SendTrying()
    {
        var writer = _layer.Writer.Status(100, ReasonPhrases.Of(100));
        _digest.WriteTo(writer, 100, LocalTag);
        SendResponse(writer.EndWithoutBody().Written);
    }

    private void Resend()
    {
        _layer.Counters.RetransmissionsSent++;
        if (_last is { } last) SendResponse(last.AsSpan(0, _lastLength));
        else if (Method == SipMethod.Invite) SendTrying();
    }

    /// <summary>The connection is gone: once more over a new one, to the port the client listens at (§18.2.2), then it has failed.</summary>
    private void OnUndelivered()
    {
        if (_last is { } last && _replyTo.Connection != 0 && _state != ServerState.Terminated)
        {
            _replyTo = _layer.WithoutConnection(_replyTo, last.AsSpan(0, _lastLength));
            SendResponse(last.AsSpan(0, _lastLength));
            return;
        }

        Apply(ServerInput.TransportError);
    }

    private void ScheduleRetransmission(int previous)
    {
        _interval = ServerInviteMachine.RetransmitAfter(_state, previous, _replyTo.IsReliable, _layer.Timers);
        var left = _deadline - _layer.Worker.Timers.Now;
        StartTimer(_interval > 0 ? Math.Min(_interval, left) : left);
    }

    private void StartTimer(long delay)
    {
        _timer ??= new WheelTimer(static transaction => ((ServerTransaction)transaction!).OnTimer(), this);
        _layer.Worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(delay));
    }

    private void OnTimer() => Apply(_state switch
    {
        ServerState.Accepted => ServerInput.LingerTimer,
        ServerState.Completed when _layer.Worker.Timers.Now < _deadline => ServerInput.RetransmitTimer,
        _ => ServerInput.TimeoutTimer,
    });

    private void Report(TransactionFailure failure)
    {
        _layer.Counters.Failures++;
        User?.OnFailure(this, failure);
    }

    private void DropLast()
    {
        if (_last is not { } last) return;
        _last = null;
        _layer.Buffers.Return(last);
    }
}
