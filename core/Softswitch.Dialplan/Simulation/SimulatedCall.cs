using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>A call with a script behind it instead of phones.</summary>
internal sealed partial class SimulatedCall : ICallControl
{
    private readonly SimulatedWorld _world;
    private readonly SimulatedAccount _account;
    private readonly Func<string, bool> _hasPrompt;
    private readonly TimeSpan _ringFor;
    private readonly List<SimulatedEvent> _events = [];
    private DateTimeOffset? _answeredAt;
    private Action<HangupCause>? _interrupt;
    private bool _isRinging;

    public SimulatedCall(SimulatedWorld world, Guid id, SimulatedAccount account, CallScript script, Func<string, bool> hasPrompt)
    {
        _world = world;
        _hasPrompt = hasPrompt;
        Id = id;
        _account = account;
        Account = account.Name;
        _ringFor = script.RingFor ?? account.RingFor;
        Script = script;
        Headers = new SimulatedHeaders(script.Headers);
        StartedAt = script.At;
        if (script.HangsUpAfter is { } after) world.Clock.Schedule(after, static call => ((SimulatedCall)call!).OnCallerHungUp(), this);
    }

    /// <summary>Told when the call is over.</summary>
    public Action<CallSummary>? OnEnded { get; set; }

    /// <summary>What the people do.</summary>
    public CallScript Script { get; }

    /// <inheritdoc/>
    public Guid Id { get; }

    /// <inheritdoc/>
    public string Account { get; }

    /// <inheritdoc/>
    public CallParty Caller => Script.Caller;

    /// <inheritdoc/>
    public string Dialled => Script.Dialled;

    /// <inheritdoc/>
    public DateTimeOffset StartedAt { get; }

    /// <inheritdoc/>
    public ICallHeaders Headers { get; }

    /// <inheritdoc/>
    public TimeProvider Clock => _world.Clock;

    /// <inheritdoc/>
    public ICallQueue Queue => _world;

    /// <inheritdoc/>
    public CallState State { get; private set; }

    /// <summary>What happened.</summary>
    public IReadOnlyList<SimulatedEvent> Events => _events;

    /// <summary>The call's record, once it is over.</summary>
    public CallSummary? Summary { get; private set; }

    /// <summary>Status that the caller was given: 200 where it was answered.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the caller was the one to hang up.</summary>
    public bool IsEndedByCaller { get; private set; }

    private CallParty? AnsweredBy { get; set; }

    /// <inheritdoc/>
    public ValueTask RingAsync(CancellationToken cancellation)
    {
        ThrowIfOver();
        if (State == CallState.Incoming && !_isRinging)
        {
            _isRinging = true;
            Note(SimulatedEventKind.RingingSent, "");
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AnswerAsync(CancellationToken cancellation)
    {
        ThrowIfOver();
        BecomeAnswered();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets)
    {
        ThrowIfOver();
        Note(SimulatedEventKind.Redirected, string.Join(", ", targets));
        Status = 302;
        End(HangupCause.Normal);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask HangupAsync(HangupCause cause)
    {
        Hangup(cause);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the call as the switch does.</summary>
    public void Hangup(HangupCause cause)
    {
        if (State == CallState.Ended) return;
        if (State == CallState.Incoming)
        {
            Status = cause.Status;
            Note(SimulatedEventKind.Refused, $"{cause.Status}");
        }
        else
        {
            Note(SimulatedEventKind.HungUp, "switch");
        }

        End(cause);
    }

    /// <inheritdoc/>
    public async ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation)
    {
        ThrowIfOver();
        ThrowIfMissing(prompt);
        foreach (var name in prompt.Names)
        {
            Note(SimulatedEventKind.Heard, name);
            await WaitAsync(Script.PromptLength, cancellation);
        }
    }

    /// <inheritdoc/>
    public ValueTask SendDigitsAsync(string digits, CancellationToken cancellation)
    {
        ThrowIfOver();
        Note(SimulatedEventKind.DigitsSent, digits);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public TFeature? Feature<TFeature>()
        where TFeature : class => null;

    private void BecomeAnswered()
    {
        if (State != CallState.Incoming) return;
        State = CallState.Answered;
        Status = 200;
        _answeredAt = Clock.GetUtcNow();
        Note(SimulatedEventKind.CallAnswered, "");
    }

    private void OnCallerHungUp()
    {
        if (State == CallState.Ended) return;
        IsEndedByCaller = true;
        if (State == CallState.Incoming) Status = 487;
        Note(SimulatedEventKind.HungUp, "caller");
        End(HangupCause.Normal);
    }

    private void End(HangupCause cause)
    {
        State = CallState.Ended;
        var duration = _answeredAt is { } answered ? Clock.GetUtcNow() - answered : TimeSpan.Zero;
        Summary = new CallSummary(Id, Account, Caller, Dialled, StartedAt, duration, AnsweredBy, cause);
        var interrupt = _interrupt;
        _interrupt = null;
        interrupt?.Invoke(cause);
        OnEnded?.Invoke(Summary);
    }

    private void Note(SimulatedEventKind kind, string subject, string? detail = null) => _events.Add(new SimulatedEvent(_world.Clock.Elapsed, kind, subject, detail));

    private void ThrowIfOver()
    {
        if (State == CallState.Ended) throw new CallEndedException(Summary!.Cause);
    }

    private void ThrowIfMissing(Prompt prompt)
    {
        foreach (var name in prompt.Names)
        {
            if (!_hasPrompt(name)) throw new PromptNotFoundException(name);
        }
    }

    /// <summary>Time passes; the end of the call throws, and so does the token.</summary>
    private async ValueTask WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        var wait = BeginWait<bool>(cancellation, out var registration);
        using var timer = _world.Clock.Schedule(time, static wait => ((TaskCompletionSource<bool>)wait!).TrySetResult(true), wait);
        using (registration) await EndWaitAsync(wait);
    }

    /// <summary>Something will complete it: the script, the end of the call or the token.</summary>
    private TaskCompletionSource<T> BeginWait<T>(CancellationToken cancellation, out CancellationTokenRegistration registration)
    {
        var wait = new TaskCompletionSource<T>();
        _interrupt = cause => wait.TrySetException(new CallEndedException(cause));
        registration = cancellation.UnsafeRegister(static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token), wait);
        return wait;
    }

    private async ValueTask<T> EndWaitAsync<T>(TaskCompletionSource<T> wait)
    {
        try
        {
            return await wait.Task;
        }
        finally
        {
            _interrupt = null;
        }
    }

    /// <summary>Header fields by name, in any case.</summary>
    private sealed class SimulatedHeaders(IReadOnlyDictionary<string, string> fields) : ICallHeaders
    {
        public IReadOnlyList<string> this[string name] =>
            [.. fields.Where(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];
    }
}
