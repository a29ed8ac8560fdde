using System.Text;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;
using Softswitch.Kernel.Storage;
using Softswitch.Sdk;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <content>The flow of the plan: what it is told of the call, and what its steps do to it.</content>
internal sealed partial class Call : ICallControl, IFlowUser
{
    private const int ForbiddenStatus = 403;

    private FlowRunner _flow = null!;
    private RecordingCall? _recorder;
    private bool _isEndedByPlan;
    private CallOperation? _operation;
    private ICallHeaders _headers = InviteHeaders.None;
    private EndCause _parting;
    private CallEnder _partingEnder;
    private bool _hasParting;
    private bool _isFlowOver;
    private HangupCause _endedFor;

    /// <summary>Its way through the plan.</summary>
    public CallTrace Trace => _flow.Trace;

    /// <summary>What came into it, where that is kept.</summary>
    public CallRecording? Inputs => _recorder?.Recording;

    /// <summary>Whether this is the Call-ID of the INVITE that it came in with.</summary>
    public bool HasCallId(ReadOnlySpan<byte> callId) => _first.Session is { } session && session.CallId.SequenceEqual(callId);

    Guid ICallControl.Id => Start.Id;

    string ICallControl.Account => Start.Account.Id;

    CallParty ICallControl.Caller => Start.From.Public;

    string ICallControl.Dialled => Start.Dialled;

    DateTimeOffset ICallControl.StartedAt => Record.StartedAt;

    ICallHeaders ICallControl.Headers => _headers;

    TimeProvider ICallControl.Clock => Worker.Clock;

    ICallQueue ICallControl.Queue => Manager.Queue;

    Sdk.CallState ICallControl.State => State == CallState.Ended ? Sdk.CallState.Ended : Caller.IsUp ? Sdk.CallState.Answered : Sdk.CallState.Incoming;

    /// <summary>The bridge that is under way, or null.</summary>
    private BridgeOperation? Bridging => _operation as BridgeOperation;

    /// <summary>Takes the caller's session and runs what the plan has for the number; one that it does not know is an attempt with a record like any other.</summary>
    public void Begin(InviteSession session, SipMessage invite)
    {
        Caller = AddLeg(Start.From);
        _first = Caller;
        Caller.Session = session;
        session.Owner = Caller;
        if (session.RemoteSdp is { } offer) Caller.Hear(offer);
        Run(invite);
    }

    /// <summary>Takes somebody whose call was another one and who is transferred into a flow: what runs for them is what the plan has for the number.</summary>
    public void Begin(Leg transferred)
    {
        Adopt(transferred);
        Caller = _first = transferred;
        Caller.Offered = null;
        Record.Answered();
        OnAnswered();
        Run(null);
    }

    private void Run(SipMessage? invite)
    {
        var plan = Start.Account.Plan;
        if (Start.Account.RecordsInputs) _recorder = new RecordingCall(this, plan.Version, (ulong)Start.Id.GetHashCode(), Start.Account.Layers);
        _flow = new FlowRunner(Manager.Services.Flows, _recorder ?? (ICallControl)this, plan, this);
        if (!PlanRoute.TryFind(plan, Start.Dialled, out var first, out var placeholders))
        {
            _flow.Refuse(404);
            return;
        }

        if (invite is not null && MayAskForHeaders(first, plan)) _headers = new InviteHeaders(invite.Bytes.ToArray());
        _flow.Begin(first, placeholders);
    }

    ValueTask ICallControl.RingAsync(CancellationToken cancellation) => new MomentaryOperation(this, static call => call.SendRinging(180)).BeginWithoutResultAsync(cancellation);

    ValueTask ICallControl.AnswerAsync(CancellationToken cancellation) => new AnswerOperation(this).BeginWithoutResultAsync(cancellation);

    ValueTask ICallControl.RedirectAsync(IReadOnlyList<DialTarget> targets) =>
        new MomentaryOperation(this, call => call.Redirect(targets)).BeginWithoutResultAsync(CancellationToken.None);

    ValueTask ICallControl.HangupAsync(HangupCause cause) => new MomentaryOperation(this, call => call.HangUp(cause)).BeginWithoutResultAsync(CancellationToken.None);

    ValueTask ICallControl.PlayAsync(Prompt prompt, CancellationToken cancellation) => new PlayOperation(this, prompt).BeginWithoutResultAsync(cancellation);

    ValueTask<Collected> ICallControl.CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation) =>
        new CollectOperation(this, prompt, options).BeginAsync(cancellation);

    ValueTask ICallControl.SendDigitsAsync(string digits, CancellationToken cancellation) => new SendDigitsOperation(this, digits).BeginWithoutResultAsync(cancellation);

    ValueTask<BridgeResult> ICallControl.BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation) => new BridgeOperation(this, request, answered).BeginAsync(cancellation);

    TFeature? ICallControl.Feature<TFeature>()
        where TFeature : class => null;

    void IFlowUser.OnFlowEnded(FlowRunner flow, in FlowEnd end)
    {
        _isEndedByPlan = true;
        // What was tried last need not be what was rung last: a layer may have forbidden it.
        if (_hasParting && end.Reason == FlowEndReason.Completed && (Caller.IsUp || end.Status != ForbiddenStatus || _parting.Status == ForbiddenStatus)) Refuse(_parting, _partingEnder);
        else if (Caller.IsUp) EndBy(EndCause.Normal, CallEnder.Switch);
        else Refuse(end.Reason == FlowEndReason.Failed ? EndCauses.PlanFailed : EndCauses.Refused(end.Status), CallEnder.Switch);
    }

    void IFlowUser.OnCallOver(FlowRunner flow)
    {
        _isFlowOver = true;
        FinishIfDone();
    }

    void IFlowUser.OnFinished(FlowRunner flow) => Manager.OnFlowFinished();

    /// <summary>An operation begins; false where the call is over.</summary>
    public bool TryBegin(CallOperation operation, out HangupCause ended)
    {
        ended = _endedFor;
        if (State == CallState.Ended) return false;
        _operation = operation;
        // How the one before ended is history.
        _hasParting = false;
        return true;
    }

    /// <summary>The operation is over.</summary>
    public void OnDone(CallOperation operation)
    {
        if (_operation == operation) _operation = null;
    }

    /// <summary>What the caller is told if nothing else comes, and who is to be said to have ended the call then.</summary>
    public void NoteParting(in EndCause cause, CallEnder ender)
    {
        _parting = cause;
        _partingEnder = ender;
        _hasParting = true;
    }

    /// <summary>The caller's phone has confirmed the answer.</summary>
    public void OnConfirmed(Leg leg)
    {
        if (leg == Caller) _operation?.OnConfirmed();
    }

    /// <summary>Ends the call: a final refusal where the caller has not been answered.</summary>
    public void Refuse(EndCause cause, CallEnder ender)
    {
        if (State == CallState.Ended) return;
        Record.End(cause, ender);
        if (!Caller.IsUp && !_first.Session!.IsOutgoing && Caller == _first) Caller.Reject(cause.Status);
        End(cause);
    }

    private void EndFlow(EndCause cause)
    {
        _endedFor = new HangupCause(cause.Status is >= 400 and <= 699 ? cause.Status : HangupCause.Normal.Status, cause.Q850 > 0 ? cause.Q850 : HangupCause.Normal.Q850);
        _keys?.Cancel();
        var summary = new CallSummary(Start.Id, Start.Account.Id, Start.From.Public, Start.Dialled, Record.StartedAt, Record.Duration, Record.AnsweredBy?.Public, _endedFor);
        _recorder?.CallEnded(summary, !_isEndedByPlan);
        _operation?.OnCallEnded(_endedFor);
        _flow.CallEnded(summary);
    }

    private void HangUp(HangupCause cause)
    {
        _isEndedByPlan = true;
        var end = new EndCause(EndedBy.Local, cause.Status, cause.Q850);
        Record.End(end, CallEnder.Switch);
        if (!Caller.IsUp)
        {
            var retry = cause.Status == 503 ? "Retry-After: 5\r\n" : "";
            Caller.Reject(cause.Status, Encoding.ASCII.GetBytes($"{retry}Reason: Q.850;cause={cause.Q850}\r\n"));
        }

        End(end);
    }

    private void Redirect(IReadOnlyList<DialTarget> targets)
    {
        if (Caller.IsUp) throw new InvalidOperationException("The call is answered already.");
        var domain = Start.Account.Domains[0];
        var contacts = targets.Select(target => target.Kind == DialTargetKind.Uri ? $"<{target.Value}>" : $"<sip:{target.Value}@{domain}>");
        var cause = new EndCause(EndedBy.Local, 302);
        _isEndedByPlan = true;
        Record.End(cause, CallEnder.Switch);
        Caller.Reject(302, Encoding.UTF8.GetBytes($"Contact: {string.Join(", ", contacts)}\r\n"));
        End(cause);
    }

    /// <summary>Whether a step that reads header fields may come: any but a kernel step that nothing follows.</summary>
    private static bool MayAskForHeaders(StepNode first, Plan plan) =>
        !first.Type.IsKernel || first.Exits.Count > 0 || first.Default is { To: not null } || plan.OnError is not null;
}
