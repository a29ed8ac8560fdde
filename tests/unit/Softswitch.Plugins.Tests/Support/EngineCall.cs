using System.Collections.Concurrent;
using System.Collections.Frozen;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Support;

/// <summary>A call that the engine runs a plan of one step for, on a thread of its own as on a signalling worker.</summary>
internal sealed class EngineCall : ICallControl, ICallQueue, ICallHeaders, IFlowUser, IFlowObserver, IDisposable
{
    private readonly BlockingCollection<(Action<object?> Work, object? State)> _work = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    public EngineCall(string account)
    {
        Account = account;
        _thread = new Thread(() =>
        {
            foreach (var (work, state) in _work.GetConsumingEnumerable()) work(state);
        })
        { IsBackground = true };
        _thread.Start();
    }

    public Guid Id { get; } = Guid.NewGuid();

    public string Account { get; }

    public CallParty Caller { get; } = new("100");

    public string Dialled => "main";

    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();

    public ICallHeaders Headers => this;

    public TimeProvider Clock => TimeProvider.System;

    public ICallQueue Queue => this;

    public CallState State { get; private set; }

    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Why the flow came to its end.</summary>
    public FlowEndReason? End { get; private set; }

    /// <summary>What went wrong.</summary>
    public ConcurrentQueue<StepFailure> Failures { get; } = [];

    public IReadOnlyList<string> this[string name] => [];

    /// <summary>Runs a step for a call of an account, to the end of the call.</summary>
    public static async Task<EngineCall> RunAsync(TestHost host, StepNode node, string account, IStepExecutor executor, BreakerBoard? board = null)
    {
        using var call = new EngineCall(account);
        var services = new FlowServices(KernelStepHost.Instance, host.Host, executor, board ?? new BreakerBoard(new BreakerOptions(), TimeProvider.System), call);
        var plan = new Plan
        {
            Account = account,
            Numbers = FrozenDictionary<string, StepNode>.Empty,
            Codes = Plan.Empty(account).Codes,
            Flows = FrozenDictionary<string, StepNode>.Empty,
            Extensions = FrozenDictionary<string, StepNode>.Empty,
            Variables = [],
        };
        var flow = new FlowRunner(services, call, plan, call);
        call.Post(_ => flow.Begin(node, []), null);
        await call._finished.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return call;
    }

    public void Post(Action<object?> work, object? state) => _work.Add((work, state));

    public ValueTask RingAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask AnswerAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets) => ValueTask.CompletedTask;

    public ValueTask HangupAsync(HangupCause cause) => ValueTask.CompletedTask;

    public ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation) => ValueTask.FromResult(new Collected("1", CollectEnd.Complete));

    public ValueTask SendDigitsAsync(string digits, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Whom it was to ring.</summary>
    public ConcurrentQueue<BridgeRequest> Requests { get; } = [];

    public ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation)
    {
        Requests.Enqueue(request);
        return ValueTask.FromResult(new BridgeResult(BridgeOutcome.Busy, 486));
    }

    public TFeature? Feature<TFeature>()
        where TFeature : class => null;

    void IFlowUser.OnFlowEnded(FlowRunner flow, in FlowEnd end)
    {
        End = end.Reason;
        State = CallState.Ended;
        flow.CallEnded(new CallSummary(Id, Account, Caller, Dialled, StartedAt, TimeSpan.Zero, null, HangupCause.Normal));
    }

    void IFlowUser.OnFinished(FlowRunner flow) => _finished.TrySetResult();

    void IFlowObserver.OnStepFailed(StepFailure failure) => Failures.Enqueue(failure);

    void IFlowObserver.OnThreadBlocked(Guid call, string account, StepNode step)
    {
    }

    void IFlowObserver.OnStepAbandoned(Guid call, string account, StepNode step)
    {
    }

    public void Dispose() => _work.CompleteAdding();
}
