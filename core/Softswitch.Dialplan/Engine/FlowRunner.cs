// A step that has to be waited for leaves its task in a field; it is consumed once, by TakeKernel, without a state machine of its own.
#pragma warning disable CA2012
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Traces;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>
/// Runs a plan for one call, from a step to the end of the flow. The kernel's own steps run wherever the call is, its worker included; plugins' run on the executor's
/// threads, several in a row without changing over. Whatever the code of a plugin does, the call goes on: a step that fails, takes too long or never comes back is
/// the outcome <c>error</c>.
/// </summary>
public sealed partial class FlowRunner : IStrandOwner
{
    private const int ErrorSteps = 20;

    private readonly FlowServices _services;
    private readonly IFlowUser _user;
    private readonly Plan _plan;
    private readonly FlowCall _kernelCall;
    private readonly long _startedAt;
    private IReadOnlyList<KeyValuePair<string, string>> _placeholders = [];
    private FlowVariables? _variables;
    private LoopGuard _visits;
    private LoopGuard _exits;
    private Stack<StepNode>? _callers;
    private StepNode? _jump;
    private StepNode? _standing;
    private StepNode? _waiting;
    private ValueTask<Outcome> _kernelTask;
    private Action? _kernelDone;
    private int _steps;
    private int _entry;
    private int _lastStatus;
    private bool _isHandlingError;
    private bool _isLooping;
    private FlowEnd _end;

    /// <summary>A flow for a call that has just come in.</summary>
    /// <param name="services">What all flows share.</param>
    /// <param name="control">The call.</param>
    /// <param name="plan">The account's plan.</param>
    /// <param name="user">Is told of the end.</param>
    public FlowRunner(FlowServices services, ICallControl control, Plan plan, IFlowUser user)
    {
        _services = services;
        _plan = plan;
        _user = user;
        Control = control;
        Trace = new CallTrace(control.Id, plan, control.Caller, control.Dialled, control.StartedAt);
        _kernelCall = new FlowCall(this);
        _startedAt = control.Clock.GetTimestamp();
    }

    /// <summary>The call.</summary>
    public ICallControl Control { get; }

    /// <summary>Its way through the plan so far.</summary>
    public CallTrace Trace { get; }

    /// <summary>The plan's variables.</summary>
    internal ICallVariables Variables => _variables ?? Interlocked.CompareExchange(ref _variables, new FlowVariables(Control, _plan.Variables, _plan.Defaults, _placeholders), null) ?? _variables;

    /// <summary>The step that was begun last; null before the first. From any thread.</summary>
    internal StepNode? Standing => Volatile.Read(ref _standing);

    internal FlowLimits Limits => _services.Limits;

    internal IStepExecutor Executor => _services.Executor;

    /// <summary>Begins. On the call's queue.</summary>
    /// <param name="entry">The first step.</param>
    /// <param name="placeholders">What stood at the placeholders of a code that was dialled.</param>
    public void Begin(StepNode entry, IReadOnlyList<KeyValuePair<string, string>> placeholders)
    {
        _placeholders = placeholders;
        Run(entry);
    }

    /// <summary>There is nothing to run: what was dialled leads nowhere. On the call's queue, in the place of <see cref="Begin"/>.</summary>
    /// <param name="status">What the caller is told, 400 to 699.</param>
    public void Refuse(int status)
    {
        _end = new FlowEnd(FlowEndReason.Completed, status);
        Leave();
    }

    internal void Explain(object reason) => Trace.Explain(_entry, reason);

    /// <summary>Somebody was rung: how that ended is what the caller is told if nothing else comes.</summary>
    internal void Tried(BridgeResult result) => _lastStatus = result.Status;

    /// <summary>The caller did something: whoever goes round a menu by pressing digits may do so for long.</summary>
    internal void HeardCaller() => _visits.Clear();

    /// <summary>Another flow follows the step, instead of what the plan says or before it.</summary>
    internal void GoTo(string flow, bool comesBack)
    {
        if (!_plan.Flows.TryGetValue(flow, out var first)) throw new InvalidOperationException($"The plan has no flow '{flow}'.");
        if (comesBack)
        {
            _callers ??= new Stack<StepNode>();
            if (_callers.Count >= Limits.Depth) throw new InvalidOperationException($"More than {Limits.Depth} flows have called each other.");
            _callers.Push(_kernelCall.Node);
        }

        _jump = first;
    }

    private TimeSpan Elapsed => Control.Clock.GetElapsedTime(_startedAt);

    /// <summary>Runs step after step until one has to be waited for or the flow ends.</summary>
    private void Run(StepNode? next)
    {
        while (next is { } node)
        {
            if (IsOver)
            {
                _end = new FlowEnd(FlowEndReason.CallEnded, 0);
                break;
            }

            if (!node.IsInline && !MayRunHere(node))
            {
                _waiting = node;
                Strand.Post(static state => ((FlowRunner)state!).Resume(), this);
                return;
            }

            if (!TryRun(node, out var outcome)) return;
            next = Follow(node, outcome);
        }

        Leave();
    }

    private void Resume() => Run(_waiting);

    /// <summary>Runs a step; false where it has to be waited for, or the flow has gone on without it.</summary>
    private bool TryRun(StepNode node, out Outcome? outcome)
    {
        outcome = Outcome.Error;
        _standing = node;
        _entry = Trace.Begin(node, Elapsed);
        if (IsGoingRound(node)) return true;
        StepCode code;
        var origin = "";
        try
        {
            code = Session(node).Resolve(node);
            origin = node.Partners.Count == 0 ? code.Origin : OriginOf(node, code);
        }
        catch (StepUnavailableException e)
        {
            Fail(node, node.Plugin, StepFailureReason.Unavailable, e.Message);
            return true;
        }

        Trace.NoteOrigin(_entry, origin);
        if (node.Variables.Count > 0) Trace.NoteOptions(_entry, OptionSummary.Of(node.Type, FilledOptions.Of(node.Options, Variables)));
        return code.IsKernel && node.IsInline ? TryRunKernel(node, code, out outcome) : TryRunPlugin(node, code, origin, out outcome);
    }

    private bool TryRunKernel(StepNode node, StepCode code, out Outcome? outcome)
    {
        outcome = null;
        _kernelCall.StandAt(node);
        // It goes on where its operations complete, which is the call's queue, wherever it was begun. (In a simulation all are one.)
        var context = SynchronizationContext.Current == Control.Queue ? null : SynchronizationContext.Current;
        if (context is not null) SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _kernelTask = code.RunAsync(_kernelCall, CancellationToken.None);
            if (!_kernelTask.IsCompleted)
            {
                _kernelTask.GetAwaiter().UnsafeOnCompleted(_kernelDone ??= OnKernelDone);
                return false;
            }
        }
        catch (Exception e)
        {
            _kernelTask = ValueTask.FromException<Outcome>(e);
        }
        finally
        {
            if (context is not null) SynchronizationContext.SetSynchronizationContext(context);
        }

        outcome = TakeKernel(node);
        return true;
    }

    private void OnKernelDone()
    {
        // Somebody else's thread where the step was done between two looks at it.
        if (!Control.Queue.IsCurrent && !IsOnStrand)
        {
            Control.Queue.Post(static state => ((FlowRunner)state!).OnKernelDone(), this);
            return;
        }

        var node = _kernelCall.Node;
        Run(Follow(node, TakeKernel(node)));
    }

    private Outcome? TakeKernel(StepNode node)
    {
        try
        {
            var outcome = _kernelTask.GetAwaiter().GetResult();
            _kernelTask = default;
            return outcome;
        }
        catch (Exception e)
        {
            _kernelTask = default;
            return Failed(node, node.Type.Plugin, e, isTimedOut: false);
        }
    }

    /// <summary>The step that follows; null where none does, and the end is set.</summary>
    private StepNode? Follow(StepNode node, Outcome? outcome)
    {
        var jump = _jump;
        _jump = null;
        if (outcome is not { } come || IsOver || Control.State == CallState.Ended) return EndWith(outcome, TraceNext.CallEnded, new FlowEnd(FlowEndReason.CallEnded, 0));
        if (jump is not null && come != Outcome.Error) return Go(outcome, TraceNext.Step, jump);
        if (!_isLooping && node.After(come) is { } exit) return Take(come, exit);
        if (come == Outcome.Error) return HandleError(come);
        return node.Type.EndsCall.Contains(come.Name) ? Take(come, PlanExit.End) : Take(come, PlanExit.Return);
    }

    private StepNode? Take(Outcome outcome, PlanExit exit)
    {
        var how = TraceNext.Step;
        while (exit.AtMost > 0 && _exits.Count(exit) > exit.AtMost)
        {
            exit = exit.Else ?? PlanExit.End;
            how = TraceNext.Else;
        }

        if (exit.To is { } to) return Go(outcome, how, to);
        if (exit.IsReturn && _callers is { Count: > 0 }) return Return(outcome);
        return EndWith(outcome, TraceNext.End, _isHandlingError && _lastStatus == 0 ? Failure : new FlowEnd(FlowEndReason.Completed, StatusOfRefusal));
    }

    /// <summary>A flow that was called is done: its caller goes on as the plan says of its outcome.</summary>
    private StepNode? Return(Outcome outcome)
    {
        while (_callers!.TryPop(out var caller))
        {
            if (caller.After(Outcome.Done) is { To: { } after }) return Go(outcome, TraceNext.Return, after);
            if (caller.After(Outcome.Done) is { IsReturn: false }) break;
        }

        return EndWith(outcome, TraceNext.End, new FlowEnd(FlowEndReason.Completed, StatusOfRefusal));
    }

    private StepNode? HandleError(Outcome outcome)
    {
        if (_plan.OnError is not { } first || _isHandlingError) return EndWith(outcome, TraceNext.Failed, Failure);
        _isHandlingError = true;
        _isLooping = false;
        _lastStatus = 0;
        _visits.Clear();
        _callers?.Clear();
        return Go(outcome, TraceNext.OnError, first);
    }

    private static FlowEnd Failure => new(FlowEndReason.Failed, HangupCause.Failure.Status);

    private int StatusOfRefusal => _lastStatus is >= 300 and <= 699 ? _lastStatus : HangupCause.Normal.Status;

    private StepNode Go(Outcome? outcome, TraceNext how, StepNode to)
    {
        Trace.End(_entry, outcome?.Name, Elapsed, how);
        return to;
    }

    private StepNode? EndWith(Outcome? outcome, TraceNext how, FlowEnd end)
    {
        Trace.End(_entry, outcome?.Name, Elapsed, how);
        _end = end;
        return null;
    }

    private bool IsGoingRound(StepNode node)
    {
        var steps = ++_steps;
        string? text = null;
        if (steps > Limits.Steps + (_isHandlingError ? ErrorSteps : 0)) text = $"the call has taken {Limits.Steps} steps";
        else if (_visits.Count(node) > Limits.Visits) text = $"the call has come here {Limits.Visits} times without a digit from the caller";
        if (text is null) return false;
        _isLooping = true;
        Fail(node, node.Type.Plugin, StepFailureReason.Loop, text);
        return true;
    }
}
