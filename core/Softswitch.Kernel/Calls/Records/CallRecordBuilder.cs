using System.Text;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;
using Softswitch.Kernel.Storage;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Gathers a call's one record while the call goes on.</summary>
internal sealed class CallRecordBuilder(CallStart start, TimeProvider clock)
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly List<CallRecordMedia> _media = [];
    private DateTimeOffset? _rangAt;
    private DateTimeOffset? _answeredAt;
    private DateTimeOffset _endedAt;
    private EndCause _cause;
    private CallEnder? _ender;
    private string? _callee;
    private bool _isReached;
    private string? _callerCallId;
    private string? _calleeCallId;

    /// <summary>Somebody is being rung; the last one tried stands in the record unless another answers.</summary>
    public void Tried(Party party, InviteSession session)
    {
        if (_isReached) return;
        _callee = party.Number;
        _calleeCallId = Encoding.UTF8.GetString(session.CallId);
    }

    /// <summary>A phone rings; the first time counts.</summary>
    public void Rang() => _rangAt ??= clock.GetUtcNow();

    /// <summary>Somebody answered and talks; the last one stands in the record.</summary>
    public void Answered(Leg leg)
    {
        _isReached = false;
        Tried(leg.Party, leg.Session!);
        _isReached = true;
        AnsweredBy = leg.Party;
        Answered();
    }

    /// <summary>The caller was answered, by somebody or by the switch; the first time counts.</summary>
    public void Answered() => _answeredAt ??= clock.GetUtcNow();

    /// <summary>Who answered last, or null.</summary>
    public Party? AnsweredBy { get; private set; }

    /// <summary>When the call came in.</summary>
    public DateTimeOffset StartedAt => _startedAt;

    /// <summary>From the answer to the end; zero where there was none.</summary>
    public TimeSpan Duration => _answeredAt is { } answered && _endedAt > answered ? _endedAt - answered : TimeSpan.Zero;

    /// <summary>Another party has come into the call by a transfer.</summary>
    public void Transferred(Party party)
    {
        _callee = party.Number;
        AnsweredBy = party;
    }

    /// <summary>A leg is over: what its party sent is known.</summary>
    public void Measured(Leg leg)
    {
        if (leg == leg.Call.Caller) _callerCallId ??= leg.Session is { } session ? Encoding.UTF8.GetString(session.CallId) : null;
        if (_answeredAt is null) return;
        _media.AddRange(leg.Media.Report(leg == leg.Call.Caller ? CallEnder.Caller : CallEnder.Callee));
    }

    /// <summary>The call ends; only the first ending counts.</summary>
    public void End(in EndCause cause, CallEnder ender)
    {
        if (_ender is not null) return;
        _ender = ender;
        _cause = cause;
        _endedAt = clock.GetUtcNow();
    }

    /// <summary>The record, once every leg is over, with the call's trace and what came into it, where they are kept.</summary>
    public CallRecord Build(CallTrace? trace, CallRecording? inputs) => new()
    {
        Id = start.Id,
        Account = start.Account.Id,
        Node = start.Node,
        Direction = start.Direction,
        Caller = start.From.Number,
        Callee = _callee,
        Dialled = start.Dialled,
        StartedAt = _startedAt,
        RangAt = _rangAt,
        AnsweredAt = _answeredAt,
        EndedAt = _endedAt,
        SipStatus = _answeredAt is not null ? 200 : _cause.Status is >= 300 ? _cause.Status : 487,
        Q850Cause = _cause.Q850 != 0 ? _cause.Q850 : _cause.Status >= 300 ? CauseMap.ToQ850(_cause.Status) : CauseMap.NormalClearing,
        EndedBy = _ender ?? CallEnder.Switch,
        Reason = _cause.Text,
        CallerCallId = _callerCallId ?? "",
        CalleeCallId = _calleeCallId,
        Media = _media,
        Trace = trace,
        Inputs = inputs,
    };
}
