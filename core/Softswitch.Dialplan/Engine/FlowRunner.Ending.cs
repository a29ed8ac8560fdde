using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <content>The end of the flow, the end of the call, and what is done after it.</content>
public sealed partial class FlowRunner
{
    private Queue<(StepNode Step, Func<CallSummary, CancellationToken, ValueTask> Work)>? _endedWork;
    private volatile CallSummary? _summary;
    private int _stillRunning = 2;
    private bool _isFinishing;

    /// <summary>Whether the call is over.</summary>
    internal bool IsOver => _summary is not null;

    /// <summary>
    /// The call is over, for whatever reason. On the call's queue, once, after its operations were completed or will be: a step that runs is told by its token, on another thread, and has two seconds.
    /// </summary>
    public void CallEnded(CallSummary summary)
    {
        _summary = summary;
        Interlocked.MemoryBarrier();
        _run?.EndCall();
        Arrive();
    }

    /// <summary>What an operation throws once the call is over.</summary>
    internal CallEndedException Ended() => new(_summary?.Cause ?? HangupCause.Normal);

    /// <summary>Has work done once the call is over.</summary>
    internal void AddEndedWork(StepNode step, Func<CallSummary, CancellationToken, ValueTask> work)
    {
        lock (Trace) (_endedWork ??= new(2)).Enqueue((step, work));
    }

    private void Leave()
    {
        if (Control.Queue.IsCurrent) LeaveOnQueue();
        else Control.Queue.Post(static state => ((FlowRunner)state!).LeaveOnQueue(), this);
    }

    private void LeaveOnQueue()
    {
        if (!IsOver && Control.State != CallState.Ended) _user.OnFlowEnded(this, _end);
        Arrive();
    }

    /// <summary>The flow or the call is at its end; with the second of them comes what was left for it.</summary>
    private void Arrive()
    {
        if (--_stillRunning > 0) return;
        _user.OnCallOver(this);
        if (_strand is null)
        {
            _user.OnFinished(this);
            return;
        }

        _isFinishing = true;
        // What is left for after the call has all the time it wants.
        _pace = null;
        if (_endedWork is not null) (Strand as StepStrand)?.LeaveHome();
        Strand.Post(static state => ((FlowRunner)state!).RunEndedWork(), this);
    }

    /// <summary>One piece after the other; then nothing is left. On the strand.</summary>
    private void RunEndedWork()
    {
        while (_endedWork is not null && _endedWork.TryDequeue(out var next))
        {
            var run = BeginRun(next.Step, Limits.EndedWork, isEndedWork: true);
            if (!run.TryRun(next.Work, _summary!)) return;
            TakeEndedWork(run);
        }

        _session?.Dispose();
        Control.Queue.Post(static state => ((FlowRunner)state!).Finish(), this);
    }

    private void TakeEndedWork(PluginCall run)
    {
        _run = null;
        if (run.IsTimedOut) TimedOutAtEnd(run);
        else if (run.Thrown is { } thrown) Report(run.Node, run.Node.Type.Plugin, StepFailureReason.Threw, thrown);
    }

    private void TimedOutAtEnd(PluginCall run) =>
        Fail(run.Node, run.Node.Type.Plugin, StepFailureReason.Deadline, $"what {run.Node.Type.Name} left for the end of the call took longer than {Limits.EndedWork.TotalSeconds:0.#} s");

    private void Finish() => _user.OnFinished(this);
}
