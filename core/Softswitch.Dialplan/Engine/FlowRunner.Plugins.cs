using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <content>Steps of plugins: on the strand, in their time, and counted.</content>
public sealed partial class FlowRunner
{
    private IStepSession? _session;
    private SynchronizationContext? _strand;
    private AccountBreakers? _breakers;
    private Breaker? _breaker;
    private CancellationTokenSource? _spareCancellation;
    private volatile PluginCall? _run;
    private string _runOrigin = "";
    private StepPace? _pace;
    private long _heldSince;

    /// <summary>Whether a step waits for something that is none of the call's operations: a delay, a file, another process.</summary>
    internal bool IsWaitingOutside => _isAsking || _run is { IsWaitingOutside: true };

    object? IStrandOwner.OnBlocked()
    {
        if (_run is not { } run) return null;
        var node = run.Node;
        Breakers.Threads.Block(node.Plugin, 1);
        _pace?.Stayed(_services.Breakers.Now);
        run.Watch();
        _services.Observer.OnThreadBlocked(Control.Id, Control.Account, node);
        return node.Plugin;
    }

    void IStrandOwner.OnUnblocked(object? blocked)
    {
        if (blocked is string plugin) Breakers.Threads.Block(plugin, -1);
    }

    void IStrandOwner.OnPieceBegins() => _heldSince = Control.Clock.GetTimestamp();

    void IStrandOwner.OnPieceEnds() => NoteHeld();

    void IStrandOwner.OnUnhandled(Exception exception)
    {
        if (_run is { } run) Report(run.Node, _runOrigin, StepFailureReason.Threw, exception);
    }

    /// <summary>The run is done. On the strand.</summary>
    internal void OnDone(PluginCall run)
    {
        NoteHeld();
        if (_isFinishing)
        {
            TakeEndedWork(run);
            RunEndedWork();
            return;
        }

        Run(Follow(run.Node, TakePlugin(run)));
    }

    /// <summary>The run goes on two seconds after it was told to end. From any thread: the flow goes on elsewhere.</summary>
    internal void OnAbandoned(PluginCall run)
    {
        _services.Observer.OnStepAbandoned(Control.Id, Control.Account, run.Node);
        // Its thread may never come back, and with it its strand.
        _run = null;
        _strand = _services.Executor.NewStrand(this);
        _strand.Post(static state => { var (flow, run) = ((FlowRunner, PluginCall))state!; flow.GoOnWithout(run); }, (this, run));
    }

    private SynchronizationContext Strand => _strand ??= _services.Executor.NewStrand(this, Control.Queue);

    private bool IsOnStrand => _strand is not null && SynchronizationContext.Current == _strand;

    private AccountBreakers Breakers => _breakers ??= _services.Breakers.Of(Control.Account);

    private IStepSession PluginSession => _session ??= Control.Listen is { } listen ? _services.Plugins.Begin(Control.Account, listen) : _services.Plugins.Begin(Control.Account);

    private IStepSession Session(StepNode node) => node.Type.IsKernel ? _services.Kernel : PluginSession;

    /// <summary>Whether a plugin's step may run on the thread that the flow is on. Where it is the call's worker, only a quick one; once there has been another, the call's plugins keep to threads of their own.</summary>
    private bool MayRunHere(StepNode node)
    {
        _pace = node.Type.IsKernel ? null : PluginSession.PaceOf(node);
        var isQuick = _pace?.IsQuick(_services.Breakers.Now) ?? false;
        var strand = Strand as StepStrand;
        if (!isQuick) strand?.LeaveHome();
        return IsOnStrand && (isQuick || strand is not { IsOnLoan: true });
    }

    private void NoteHeld()
    {
        if (_run is null || _heldSince == 0) return;
        _pace?.Note(Control.Clock.GetElapsedTime(_heldSince), _services.Breakers.Now);
        _heldSince = 0;
    }

    private bool TryRunPlugin(StepNode node, StepCode code, string origin, out Outcome? outcome)
    {
        outcome = Outcome.Error;
        _breaker = Breakers.Of(node.Guarded);
        if (Breakers.Threads.IsBlocking(node.Plugin))
        {
            Fail(node, origin, StepFailureReason.ThreadsBlocked, $"{origin} keeps too many threads of this account; it is not run until they come back");
            return true;
        }

        if (!_breaker.TryEnter(_services.Breakers.Now))
        {
            Fail(node, origin, StepFailureReason.BreakerOpen, $"{node.Guarded} has failed so often of late that it is not run");
            return true;
        }

        _runOrigin = origin;
        var run = BeginRun(node, node.Deadline, isEndedWork: false);
        if (IsOver) run.EndCall();
        _heldSince = Control.Clock.GetTimestamp();
        var isDone = run.TryRun(code);
        NoteHeld();
        if (!isDone) return false;
        outcome = TakePlugin(run);
        return true;
    }

    private PluginCall BeginRun(StepNode node, TimeSpan deadline, bool isEndedWork)
    {
        var cancellation = _spareCancellation ?? new CancellationTokenSource();
        _spareCancellation = null;
        var run = new PluginCall(this, node, Strand, cancellation, deadline, isEndedWork);
        // Whoever ends the call sets that first and looks for the run then: one of the two sees the other.
        _run = run;
        Interlocked.MemoryBarrier();
        return run;
    }

    private Outcome? TakePlugin(PluginCall run)
    {
        _run = null;
        if (!run.IsCancelled && run.Cancellation.TryReset()) _spareCancellation = run.Cancellation;
        Outcome? outcome;
        if (run.Thrown is { } thrown) outcome = Failed(run.Node, _runOrigin, thrown, run.IsTimedOut);
        else if (run.IsTimedOut) outcome = TimedOut(run.Node, _runOrigin);
        else outcome = Declared(run.Node, run.Outcome);
        Count(outcome);
        return outcome;
    }

    private void GoOnWithout(PluginCall run)
    {
        var text = $"{run.Node.Type.Name} went on for {Limits.Grace.TotalSeconds:0.#} s after it was told to end; it was left to itself";
        Fail(run.Node, _runOrigin, StepFailureReason.Abandoned, text);
        if (_isFinishing)
        {
            RunEndedWork();
            return;
        }

        Count(Outcome.Error);
        Run(Follow(run.Node, Outcome.Error));
    }

    private void Count(Outcome? outcome)
    {
        if (outcome is null) _breaker!.Forget();
        else _breaker!.Record(outcome != Outcome.Error, _services.Breakers.Now);
    }

    private Outcome? Declared(StepNode node, Outcome outcome)
    {
        if (outcome.Name is { } name && (node.Exits.ContainsKey(name) || node.Type.Declares(name))) return outcome;
        Fail(node, _runOrigin, StepFailureReason.UndeclaredOutcome, $"{node.Type.Name} returned '{outcome.Name}', which it does not declare");
        return Outcome.Error;
    }
}
