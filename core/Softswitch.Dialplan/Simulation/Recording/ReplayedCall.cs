using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>A call with a recording behind it: each operation takes the time it took and comes to what it came to.</summary>
internal sealed class ReplayedCall : ICallControl, ICallHeaders
{
    private readonly SimulatedWorld _world;
    private readonly CallRecording _recording;
    private int _next;

    public ReplayedCall(SimulatedWorld world, CallRecording recording)
    {
        _world = world;
        _recording = recording;
        if (recording.EndedAfter is { } after) world.Clock.Schedule(after, static call => ((ReplayedCall)call!).End(), this);
    }

    /// <summary>Told when the call is over.</summary>
    public Action<CallSummary>? OnEnded { get; set; }

    /// <summary>Where the plan went another way than the recording, or null.</summary>
    public string? Divergence { get; private set; }

    public Guid Id => _recording.Call;

    public string Account => _recording.Account;

    public CallParty Caller => _recording.Caller;

    public string Dialled => _recording.Dialled;

    public DateTimeOffset StartedAt => _recording.At;

    public ICallHeaders Headers => this;

    public TimeProvider Clock => _world.Clock;

    public ICallQueue Queue => _world;

    public CallState State { get; private set; }

    public IReadOnlyList<string> this[string name] => _recording.Headers.TryGetValue(name, out var values) ? values : [];

    public async ValueTask RingAsync(CancellationToken cancellation) => await RepeatAsync("ring", "", cancellation);

    public async ValueTask AnswerAsync(CancellationToken cancellation) => await RepeatAsync("answer", "", cancellation);

    public async ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets)
    {
        await RepeatAsync("redirect", string.Join(' ', targets), default);
        End();
    }

    public async ValueTask HangupAsync(HangupCause cause)
    {
        await RepeatAsync("hang-up", $"{cause.Status}", default);
        End();
    }

    public async ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation) => await RepeatAsync("play", prompt.ToString(), cancellation);

    public async ValueTask SendDigitsAsync(string digits, CancellationToken cancellation) => await RepeatAsync("send-digits", digits, cancellation);

    public async ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation) =>
        (await RepeatAsync("collect", prompt?.ToString() ?? "", cancellation)).Collected ?? new Collected("", CollectEnd.Timeout);

    public async ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation)
    {
        var at = answered is not null && _next < _recording.Operations.Length ? _recording.Operations[_next].Answered : null;
        using var timer = at is { } time ? _world.Clock.Schedule(time > _world.Clock.Elapsed ? time - _world.Clock.Elapsed : TimeSpan.Zero, static told => ((Action)told!)(), answered) : null;
        return (await RepeatAsync("bridge", string.Join(' ', request.Targets), cancellation)).Bridged ?? new BridgeResult(BridgeOutcome.Failed, 500);
    }

    public IDirectoryLookup Asking(IDirectoryLookup directories) => new ReplayedLookup(_recording, directories);

    public TFeature? Feature<TFeature>()
        where TFeature : class => null;

    /// <summary>The plan has come to its end, or the call was over.</summary>
    public void End()
    {
        if (State == CallState.Ended) return;
        State = CallState.Ended;
        OnEnded?.Invoke(_recording.Summary);
    }

    private async ValueTask<RecordedOperation> RepeatAsync(string kind, string argument, CancellationToken cancellation)
    {
        if (_next >= _recording.Operations.Length || _recording.Operations[_next] is var operation && (operation.Kind != kind || operation.Argument != argument))
        {
            var found = _next < _recording.Operations.Length ? $"has {_recording.Operations[_next].Kind} {_recording.Operations[_next].Argument}" : "is at its end";
            Divergence ??= $"the plan asks for {kind} {argument}, the recording {found}".TrimEnd();
            End();
            throw new CallEndedException(_recording.Summary.Cause);
        }

        _next++;
        await WaitAsync(operation.Until - _world.Clock.Elapsed, cancellation);
        // Whoever ended the call did so before the operation came back.
        if (operation.State == CallState.Ended && _recording.EndedAfter is not null) End();
        if (State == CallState.Incoming) State = operation.State == CallState.Ended ? State : operation.State;
        return operation.Failed switch
        {
            null => operation,
            "ended" => throw new CallEndedException(_recording.Summary.Cause),
            "cancelled" => throw new OperationCanceledException(cancellation),
            var missing => throw new PromptNotFoundException(missing),
        };
    }

    private async ValueTask WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (time <= TimeSpan.Zero) return;
        var wait = new TaskCompletionSource();
        using var timer = _world.Clock.Schedule(time, static wait => ((TaskCompletionSource)wait!).TrySetResult(), wait);
        using var registration = cancellation.UnsafeRegister(static (wait, token) => ((TaskCompletionSource)wait!).TrySetCanceled(token), wait);
        await wait.Task;
    }
}
