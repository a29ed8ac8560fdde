using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Bench.Micro.Dialplan.Engine;

/// <summary>A call whose operations are done at once, on the thread that asks: what is left is the engine's own cost.</summary>
internal sealed class ImmediateCall : SynchronizationContext, ICallControl, ICallQueue, ICallHeaders, IStepExecutor, IFlowUser, IFlowObserver
{
    private static readonly BridgeResult Busy = new(BridgeOutcome.Busy, 486);

    public Guid Id { get; } = Guid.NewGuid();

    public string Account => "bench";

    public CallParty Caller { get; } = new("100", null, "100");

    public string Dialled => "200";

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UnixEpoch;

    public ICallHeaders Headers => this;

    public TimeProvider Clock => TimeProvider.System;

    public ICallQueue Queue => this;

    public CallState State { get; set; }

    public bool IsCurrent => true;

    public int Failures { get; private set; }

    public int Finished { get; private set; }

    public IReadOnlyList<string> this[string name] => [];

    public void Post(Action<object?> work, object? state) => work(state);

    public override void Post(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    public SynchronizationContext NewStrand(IStrandOwner owner) => this;

    public void Run(SendOrPostCallback work, object? state) => work(state);

    public ValueTask RingAsync(CancellationToken cancellation) => default;

    public ValueTask AnswerAsync(CancellationToken cancellation) => default;

    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets) => default;

    public ValueTask HangupAsync(HangupCause cause) => default;

    public ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation) => default;

    public ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation) => ValueTask.FromResult(new Collected("1", CollectEnd.Complete));

    public ValueTask SendDigitsAsync(string digits, CancellationToken cancellation) => default;

    public ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation) => ValueTask.FromResult(Busy);

    public TFeature? Feature<TFeature>()
        where TFeature : class => null;

    public void OnFlowEnded(FlowRunner flow, in FlowEnd end) =>
        flow.CallEnded(new CallSummary(Id, Account, Caller, Dialled, StartedAt, default, null, HangupCause.Busy));

    public void OnFinished(FlowRunner flow) => Finished++;

    public void OnStepFailed(StepFailure failure) => Failures++;

    public void OnThreadBlocked(Guid call, string account, StepNode step) => Failures++;

    public void OnStepAbandoned(Guid call, string account, StepNode step) => Failures++;
}
