using System.Collections.Concurrent;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Net;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Engine;

/// <summary>A call on a signalling worker: one of its own, which lends its thread to nobody, or one that is given and does.</summary>
internal sealed class ThreadedCall : ICallControl, ICallQueue, ICallHeaders, IFlowUser, IFlowObserver, IDisposable
{
    private readonly EpollWorker? _own;
    private readonly EpollWorker _worker;
    private readonly ManualResetEventSlim _finished = new();
    private TaskCompletionSource? _playing;

    public ThreadedCall(EpollWorker? worker = null)
    {
        _worker = worker ?? (_own = new EpollWorker(0, TimeProvider.System));
        _own?.Start();
    }

    public Guid Id { get; } = Guid.NewGuid();

    public string Account => TestPlan.Account;

    public CallParty Caller { get; } = new("100");

    public string Dialled => "main";

    public DateTimeOffset StartedAt => Clock.GetUtcNow();

    public ICallHeaders Headers => this;

    public TimeProvider Clock => TimeProvider.System;

    public ICallQueue Queue => this;

    public CallState State { get; private set; }

    public bool IsCurrent => _worker.IsCurrent;

    public FlowEnd? End { get; private set; }

    public ConcurrentQueue<StepFailure> Failures { get; } = [];

    public ConcurrentQueue<string> Blocked { get; } = [];

    public ManualResetEventSlim Playing { get; } = new();

    public IReadOnlyList<string> this[string name] => [];

    public FlowRunner Begin(TestPlan plan, FlowServices services)
    {
        var built = plan.Build();
        var flow = new FlowRunner(services, this, built, this);
        Post(_ => flow.Begin(built.Flows["main"], []), null);
        return flow;
    }

    public FlowServices Services(TestPlan plan, IStepExecutor executor, BreakerBoard? board = null) =>
        new(Dialplan.KernelSteps.KernelStepHost.Instance, plan, executor, board ?? new BreakerBoard(new BreakerOptions(), Clock), this)
        { Limits = new FlowLimits { Grace = TimeSpan.FromMilliseconds(100) } };

    public void HangUp(FlowRunner flow) => Post(_ => Finish(flow), null);

    public void WaitForEnd() => Assert.True(_finished.Wait(TimeSpan.FromSeconds(20)), "the call is not over");

    public void Post(Action<object?> work, object? state) => _worker.Post(work, state);

    public bool TryLend(ILentCode code) => _own is null && _worker.TryLend(new Guest(code));

    public ValueTask RingAsync(CancellationToken cancellation) => OnQueueAsync(() => { });

    public ValueTask AnswerAsync(CancellationToken cancellation) => OnQueueAsync(() => State = CallState.Answered);

    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets) => OnQueueAsync(() => { });

    public ValueTask HangupAsync(HangupCause cause) => OnQueueAsync(() => { });

    public async ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation)
    {
        var playing = new TaskCompletionSource();
        await OnQueueAsync(() => _playing = playing);
        Playing.Set();
        await using (cancellation.UnsafeRegister(_ => Post(_ => playing.TrySetCanceled(), null), null)) await playing.Task;
    }

    public ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation) => ValueTask.FromResult(new Collected("1", CollectEnd.Complete));

    public ValueTask SendDigitsAsync(string digits, CancellationToken cancellation) => OnQueueAsync(() => { });

    public ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation) => ValueTask.FromResult(new BridgeResult(BridgeOutcome.Busy, 486));

    public TFeature? Feature<TFeature>()
        where TFeature : class => null;

    void IFlowUser.OnFlowEnded(FlowRunner flow, in FlowEnd end)
    {
        Assert.True(IsCurrent);
        End = end;
        Finish(flow);
    }

    void IFlowUser.OnFinished(FlowRunner flow)
    {
        Assert.True(IsCurrent);
        _finished.Set();
    }

    void IFlowObserver.OnStepFailed(StepFailure failure) => Failures.Enqueue(failure);

    void IFlowObserver.OnThreadBlocked(Guid call, string account, StepNode step) => Blocked.Enqueue(step.Info.Name);

    void IFlowObserver.OnStepAbandoned(Guid call, string account, StepNode step)
    {
    }

    public void Dispose() => _own?.Dispose();

    private void Finish(FlowRunner flow)
    {
        if (State == CallState.Ended) return;
        State = CallState.Ended;
        _playing?.TrySetException(new CallEndedException(HangupCause.Normal));
        flow.CallEnded(new CallSummary(Id, Account, Caller, Dialled, StartedAt, TimeSpan.Zero, null, HangupCause.Normal));
    }

    private sealed class Guest(ILentCode code) : IGuest
    {
        public void Run() => code.Run();

        public void OnOverstayed() => code.OnOverstayed();

        public void OnLeft() => code.OnLeft();
    }

    private async ValueTask OnQueueAsync(Action work)
    {
        var done = new TaskCompletionSource();
        Post(_ => { work(); done.SetResult(); }, null);
        await done.Task.ConfigureAwait(false);
    }
}
