using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>
/// One run of a plugin's step, and the call as that run sees it. It ends when the step has returned and nothing it began is left: operations, work beside it. Its token is
/// cancelled when its time is up or the call is over; what goes on for two seconds after that is abandoned, and from then on whatever it does throws.
/// </summary>
internal sealed class PluginCall : FlowCall
{
    private const int Running = 0;
    private const int Done = 1;
    private const int Abandoned = 2;

    // Its lock guards the time accounts: no plugin can get hold of it, of a token it can.
    private readonly CancellationTokenSource _cancellation;
    private readonly SynchronizationContext _strand;
    private readonly TimeSpan _deadline;
    private readonly bool _isEndedWork;
    private ValueTask<Outcome> _task;
    private ITimer? _timer;
    private TimeSpan _used;
    private long _resumedAt;
    private int _state;
    private int _outstanding = 1;
    private int _operating;
    private bool _isTimed;
    private bool _isCancelled;

    public PluginCall(FlowRunner flow, StepNode node, SynchronizationContext strand, CancellationTokenSource cancellation, TimeSpan deadline, bool isEndedWork)
        : base(flow)
    {
        StandAt(node);
        _strand = strand;
        _cancellation = cancellation;
        _deadline = deadline;
        _isEndedWork = isEndedWork;
        _resumedAt = Clock.GetTimestamp();
    }

    /// <summary>How the step ended.</summary>
    public Outcome Outcome { get; private set; } = Outcome.Error;

    /// <summary>What it threw, or null.</summary>
    public Exception? Thrown { get; private set; }

    /// <summary>Whether its time was up.</summary>
    public bool IsTimedOut { get; private set; }

    /// <summary>The source of its token.</summary>
    public CancellationTokenSource Cancellation => _cancellation;

    /// <summary>Whether the token was cancelled.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Whether it runs and is in none of the call's operations.</summary>
    public bool IsWaitingOutside => _state == Running && _operating == 0;

    /// <summary>Runs the step. On the strand.</summary>
    /// <returns>Whether it is done; if not, the flow is told when it is.</returns>
    public bool TryRun(StepCode code)
    {
        ValueTask<Outcome> task;
        try
        {
            task = code.RunAsync(this, _cancellation.Token);
        }
        catch (Exception e)
        {
            Thrown = e;
            return Leave();
        }

        return TryEnd(task);
    }

    /// <summary>Runs what a step registered for the end of the call. On the strand.</summary>
    /// <returns>Whether it is done; if not, the flow is told when it is.</returns>
    public bool TryRun(Func<CallSummary, CancellationToken, ValueTask> work, CallSummary summary) => TryEnd(RunEndedWorkAsync(work, summary));

    /// <summary>The call is over: the token is cancelled, and the step has two seconds.</summary>
    public void EndCall() => Cancel();

    /// <summary>The step keeps its thread: its time is looked after from now on.</summary>
    public void Watch()
    {
        lock (_cancellation) Arm();
    }

    /// <inheritdoc/>
    public override async ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, CancellationToken hangup)
    {
        var result = await base.BridgeAsync(request, hangup);
        Flow.Tried(result);
        // The call may have ended with the conversation; the caller's hanging up is nothing a step need ask for.
        if (State == CallState.Ended) throw Flow.Ended();
        return result;
    }

    /// <inheritdoc/>
    public override void Explain(string reason)
    {
        if (_state == Running) base.Explain(reason);
    }

    /// <inheritdoc/>
    public override void RunAlongside(Func<CancellationToken, ValueTask> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ThrowIfOver();
        Interlocked.Increment(ref _outstanding);
        _strand.Post(static state => _ = (((PluginCall, Func<CancellationToken, ValueTask>))state!).Item1.RunBesideAsync((((PluginCall, Func<CancellationToken, ValueTask>))state).Item2), (this, work));
    }

    /// <inheritdoc/>
    public override void OnEnded(Func<CallSummary, CancellationToken, ValueTask> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ThrowIfOver();
        Flow.AddEndedWork(Node, work);
    }

    /// <inheritdoc/>
    protected override async ValueTask OperateAsync<T>(Func<ICallControl, T, CancellationToken, ValueTask> operation, T argument, CancellationToken hangup)
    {
        BeginOperation();
        try
        {
            await operation(Control, argument, hangup);
        }
        finally
        {
            EndOperation();
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TResult> OperateAsync<T, TResult>(Func<ICallControl, T, CancellationToken, ValueTask<TResult>> operation, T argument, CancellationToken hangup)
    {
        BeginOperation();
        try
        {
            var result = await operation(Control, argument, hangup);
            if (result is Collected { Digits.Length: > 0 }) Flow.HeardCaller();
            return result;
        }
        finally
        {
            EndOperation();
        }
    }

    private async ValueTask<Outcome> RunEndedWorkAsync(Func<CallSummary, CancellationToken, ValueTask> work, CallSummary summary)
    {
        await work(summary, _cancellation.Token);
        return Outcome.Done;
    }

    private async Task RunBesideAsync(Func<CancellationToken, ValueTask> work)
    {
        try
        {
            await work(_cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
        catch (Exception e)
        {
            Thrown ??= e;
        }

        LeaveLate();
    }

    private void BeginOperation()
    {
        ThrowIfOver();
        if (Flow.IsOver) throw Flow.Ended();
        if (Interlocked.Exchange(ref _operating, 1) != 0) throw new InvalidOperationException("Another operation of this call is under way.");
        Interlocked.Increment(ref _outstanding);
        lock (_cancellation) _used += Clock.GetElapsedTime(_resumedAt);
        // The operation completes on the call's queue; a plugin never goes on there, whatever thread it came from.
        SynchronizationContext.SetSynchronizationContext(_strand);
    }

    private void EndOperation()
    {
        lock (_cancellation)
        {
            _resumedAt = Clock.GetTimestamp();
            _operating = 0;
            if (!_isTimed && _timer is not null) Arm();
        }

        LeaveLate();
    }

    private bool TryEnd(ValueTask<Outcome> task)
    {
        if (task.IsCompleted)
        {
            Take(task);
            return Leave();
        }

        _task = task;
        lock (_cancellation) Arm();
        task.GetAwaiter().UnsafeOnCompleted(OnReturned);
        return false;
    }

    private void OnReturned()
    {
        Take(_task);
        LeaveLate();
    }

    private void Take(ValueTask<Outcome> task)
    {
        try
        {
            Outcome = task.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Thrown = e;
        }

        // What it began beside itself ends with it.
        if (Volatile.Read(ref _outstanding) > 1) Cancel();
    }

    private void LeaveLate()
    {
        if (!Leave()) return;
        if (SynchronizationContext.Current == _strand) Flow.OnDone(this);
        else _strand.Post(static state => ((PluginCall)state!).Flow.OnDone((PluginCall)state), this);
    }

    /// <summary>One of those that were going on is done; whether that was the last, and nobody has given up on them.</summary>
    private bool Leave()
    {
        if (Interlocked.Decrement(ref _outstanding) > 0 || Interlocked.CompareExchange(ref _state, Done, Running) != Running) return false;
        _timer?.Dispose();
        return true;
    }

    private void Cancel()
    {
        lock (_cancellation)
        {
            if (_state != Running || _isCancelled) return;
            _isCancelled = true;
            SetTimer(Flow.Limits.Grace);
        }

        // Callbacks of the plugin may be registered there, and the step may keep its own thread: neither the call's worker nor the strand will do.
        Flow.Executor.Run(static state => ((CancellationTokenSource)state!).Cancel(), _cancellation);
    }

    private void Arm()
    {
        if (_state != Running || _isCancelled || _operating != 0) return;
        SetTimer(_deadline - _used - Clock.GetElapsedTime(_resumedAt));
    }

    private void SetTimer(TimeSpan due)
    {
        _isTimed = true;
        if (due < TimeSpan.Zero) due = TimeSpan.Zero;
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return;
        }

        using (ExecutionContext.SuppressFlow()) _timer = Clock.CreateTimer(static state => ((PluginCall)state!).OnTimer(), this, due, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_cancellation)
        {
            _isTimed = false;
            if (_state != Running) return;
            if (!_isCancelled)
            {
                // In an operation: its end sets the timer again.
                if (_operating != 0) return;
                if (_used + Clock.GetElapsedTime(_resumedAt) < _deadline)
                {
                    Arm();
                    return;
                }

                IsTimedOut = true;
            }
        }

        if (!_isCancelled)
        {
            Cancel();
        }
        else if (Interlocked.CompareExchange(ref _state, Abandoned, Running) == Running)
        {
            _timer?.Dispose();
            Flow.OnAbandoned(this);
        }
    }

    private void ThrowIfOver()
    {
        if (_state == Running && !_isEndedWork) return;
        throw _isEndedWork && _state == Running ? Flow.Ended() : new OperationCanceledException("The step is over.");
    }
}
