using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// A request of ours and what becomes of it (RFC 3261 §17.1). It has ended for its user with the first final response or the
/// failure; until then it keeps the request for retransmission, its ACK and its CANCEL.
/// </summary>
public sealed class ClientTransaction
{
    private readonly TransactionLayer _layer;
    private readonly WheelTimer _timer;
    private IClientTransactionUser? _user;
    private byte[]? _request;
    private int _requestLength;
    private int _interval;
    private long _deadline;
    private byte[]? _cancelReason;
    private SipPeer _target;
    private ClientState _state;
    private bool _isCancelWanted;
    private bool _isCancelSent;
    private bool _hasMovedToStream;

    internal ClientTransaction(
        TransactionLayer layer, SipMethod method, in SipPeer target, ulong number, IClientTransactionUser? user, object? context)
    {
        _layer = layer;
        _target = target;
        _user = user;
        Method = method;
        Number = number;
        Context = context;
        _state = method == SipMethod.Invite ? ClientState.Calling : ClientState.Trying;
        _timer = new WheelTimer(static transaction => ((ClientTransaction)transaction!).OnTimer(), this);
    }

    /// <summary>Whatever its user gave it.</summary>
    public object? Context { get; }

    /// <summary>Where the request goes. Over TCP if it was too long for a datagram (§18.1.1).</summary>
    public SipPeer Target => _target;

    /// <summary>The request's method.</summary>
    public SipMethod Method { get; }

    /// <summary>Whether a final response or the failure is still to come.</summary>
    public bool IsPending => _state is ClientState.Calling or ClientState.Trying or ClientState.Proceeding;

    internal ulong Number { get; }

    internal ulong Key => KeyOf(Method, Number);

    internal ClientState State => _state;

    /// <summary>The key among a worker's client transactions: a CANCEL has the branch of its INVITE (§9.1).</summary>
    internal static ulong KeyOf(SipMethod method, ulong number) => method == SipMethod.Cancel ? ~number : number;

    /// <summary>
    /// Cancels an INVITE, now or as soon as a provisional response allows it (§9.1), with <paramref name="reason"/> as its Reason header
    /// (RFC 3326; may be empty). The user still gets a final response (mostly 487, a 2xx that crossed it, or the failure).
    /// False where there is nothing to cancel.
    /// </summary>
    public bool Cancel(ReadOnlySpan<byte> reason = default)
    {
        if (Method != SipMethod.Invite || !IsPending) return false;
        if (_isCancelWanted) return true;
        _isCancelWanted = true;
        if (_state == ClientState.Proceeding) SendCancel(reason);
        else if (!reason.IsEmpty) _cancelReason = reason.ToArray();
        return true;
    }

    /// <summary>
    /// The user wants to hear no more of it. The transaction runs to its end; a 2xx to an abandoned INVITE goes to
    /// <see cref="ITransactionUser.OnStrayResponse"/>, as somebody must acknowledge it.
    /// </summary>
    public void Abandon() => _user = null;

    internal void Begin(ReadOnlySpan<byte> request, bool hasMovedToStream)
    {
        _hasMovedToStream = hasMovedToStream;
        // An INVITE is needed for its ACK and CANCEL whatever the transport.
        if (!_target.IsReliable || hasMovedToStream || Method == SipMethod.Invite) Keep(request);
        SendRequest(request);
        StartTimers();
    }

    internal void Receive(SipMessage response, in SipPeer from)
    {
        var input = response.StatusCode switch
        {
            < 200 => ClientInput.Provisional,
            < 300 => ClientInput.Success,
            _ => ClientInput.Rejection,
        };
        Apply(input, response, from);
    }

    private void Apply(ClientInput input, SipMessage? response = null, in SipPeer from = default)
    {
        var step = Method == SipMethod.Invite
            ? ClientInviteMachine.Next(_state, input)
            : ClientNonInviteMachine.Next(_state, input);
        if (step.Does(ClientActions.Retransmit)) Retransmit();
        if (step.Does(ClientActions.Acknowledge)) Acknowledge(response!);
        if (step.State != _state) Enter(step.State, step.Does(ClientActions.Acknowledge));
        if (step.Does(ClientActions.Deliver)) Deliver(response!, from);
        if (step.Does(ClientActions.ReportTimeout | ClientActions.ReportTransport))
            Report(step.Does(ClientActions.ReportTimeout) ? TransactionFailure.Timeout : TransactionFailure.Transport);
    }

    private void Enter(ClientState state, bool hasAck)
    {
        _state = state;
        if (state == ClientState.Proceeding)
        {
            EnterProceeding();
            return;
        }

        _layer.Worker.Timers.Stop(_timer);
        _layer.Remove(this);
        var linger = Method == SipMethod.Invite
            ? ClientInviteMachine.LingerFor(state, _target.IsReliable, _layer.Timers)
            : ClientNonInviteMachine.LingerFor(state, _target.IsReliable, _layer.Timers);
        if (linger > 0) _layer.Linger(this, linger, hasAck ? _layer.Writer.Written : default);
        DropRequest();
    }

    private void EnterProceeding()
    {
        // Timer E runs on and is T2 from its next time; an INVITE has no retransmission and no time limit from here
        // (§17.1.1.2): ringing lasts as long as its user lets it.
        if (Method != SipMethod.Invite) return;
        _layer.Worker.Timers.Stop(_timer);
        DropBody();
        if (!_isCancelWanted) return;
        SendCancel(_cancelReason);
        _cancelReason = null;
    }

    private void Deliver(SipMessage response, in SipPeer from)
    {
        if (_user is { } user) user.OnResponse(this, response);
        else if (_state == ClientState.Accepted) _layer.User.OnStrayResponse(response, from);
    }

    private void Report(TransactionFailure failure)
    {
        _layer.Counters.Failures++;
        _user?.OnFailure(this, failure);
    }

    private void StartTimers()
    {
        _deadline = _layer.Worker.Timers.Now + _layer.Timers.Transaction;
        ScheduleRetransmission(0);
    }

    /// <summary>One timer serves both: it fires at the next retransmission or at the deadline, whichever is first.</summary>
    private void ScheduleRetransmission(int previous)
    {
        _interval = Method == SipMethod.Invite
            ? ClientInviteMachine.RetransmitAfter(_state, previous, _target.IsReliable, _layer.Timers)
            : ClientNonInviteMachine.RetransmitAfter(_state, previous, _target.IsReliable, _layer.Timers);
        var left = _deadline - _layer.Worker.Timers.Now;
        _layer.Worker.Timers.Start(_timer, TimeSpan.FromMilliseconds(_interval > 0 ? Math.Min(_interval, left) : left));
    }

    private void OnTimer() =>
        Apply(_layer.Worker.Timers.Now >= _deadline ? ClientInput.TimeoutTimer : ClientInput.RetransmitTimer);

    private void Retransmit()
    {
        if (_request is null) return;
        _layer.Counters.RetransmissionsSent++;
        SendRequest(_request.AsSpan(0, _requestLength));
        ScheduleRetransmission(_interval);
    }

    private void SendRequest(ReadOnlySpan<byte> request) =>
        _layer.Sender.Send(_target, request, static transaction => ((ClientTransaction)transaction!).OnUndelivered(), this);

    private void OnUndelivered()
    {
        // An answer came all the same: the news is about another copy of the request, or late.
        if (!IsPending) return;
        if (_state == ClientState.Proceeding || !_hasMovedToStream)
        {
            Apply(ClientInput.TransportError);
            return;
        }

        // Not reached by TCP, so it goes by datagram after all (§18.1.1), with all the time that a datagram has.
        _hasMovedToStream = false;
        _layer.NoteStreamRefused(_target);
        _target = _target with { Transport = SipTransport.Udp, Connection = 0 };
        var request = _layer.WithVia(_request.AsSpan(0, _requestLength), _target, Number);
        DropRequest();
        Keep(request);
        SendRequest(request);
        StartTimers();
    }

    private void Acknowledge(SipMessage response)
    {
        _layer.WriteAck(_request.AsSpan(0, _requestLength), response);
        _layer.Sender.Send(_target, _layer.Writer.Written);
    }

    private void SendCancel(ReadOnlySpan<byte> reason)
    {
        if (_isCancelSent) return;
        _isCancelSent = true;
        _layer.SendCancel(_request.AsSpan(0, _requestLength), reason, _target, Number);
        _deadline = _layer.Worker.Timers.Now + _layer.Timers.Transaction;
        ScheduleRetransmission(0);
    }

    private void Keep(ReadOnlySpan<byte> request)
    {
        _request = _layer.Buffers.Copy(request);
        _requestLength = request.Length;
    }

    /// <summary>Only the header is needed after a provisional response: for ACK and CANCEL.</summary>
    private void DropBody()
    {
        if (_request is not { } request) return;
        var length = request.AsSpan(0, _requestLength).IndexOf("\r\n\r\n"u8) + "\r\n\r\n"u8.Length;
        if (!BufferPool.FitsSmaller(request, length)) return;
        DropRequest();
        Keep(request.AsSpan(0, length));
    }

    private void DropRequest()
    {
        if (_request is not { } request) return;
        _request = null;
        _layer.Buffers.Return(request);
    }
}
