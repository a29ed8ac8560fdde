using System.Collections.Concurrent;
using System.Collections.Immutable;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>A live call that is recorded: everything goes to the call itself, and what comes of it is written down.</summary>
/// <param name="call">The call.</param>
/// <param name="plan">Version of the plan that it runs on.</param>
/// <param name="seed">Where the randomness of its plugins begins.</param>
/// <param name="layers">Version of the layers above the plan.</param>
public sealed class RecordingCall(ICallControl call, int plan = 0, ulong seed = 1, int layers = 0) : ICallControl, ICallHeaders
{
    private const int MostKept = 1000;

    private readonly ConcurrentQueue<RecordedAnswer> _answers = [];
    private readonly ConcurrentQueue<RecordedOperation> _operations = [];
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _began = call.Clock.GetTimestamp();
    private (CallSummary Summary, TimeSpan? After)? _end;
    private int _kept;

    /// <inheritdoc/>
    public Guid Id => call.Id;

    /// <inheritdoc/>
    public string Account => call.Account;

    /// <inheritdoc/>
    public CallParty Caller => call.Caller;

    /// <inheritdoc/>
    public string Dialled => call.Dialled;

    /// <inheritdoc/>
    public DateTimeOffset StartedAt => call.StartedAt;

    /// <inheritdoc/>
    public ICallHeaders Headers => this;

    /// <inheritdoc/>
    public TimeProvider Clock => call.Clock;

    /// <inheritdoc/>
    public ICallQueue Queue => call.Queue;

    /// <inheritdoc/>
    public CallState State => call.State;

    /// <inheritdoc/>
    public IReadOnlyList<string> this[string name] => _headers.GetOrAdd(name, static (name, headers) => [.. headers[name]], call.Headers);

    /// <summary>What happened so far; complete once the flow of the call is over.</summary>
    public CallRecording? Recording => _end is not var (summary, after) ? null : new CallRecording
    {
        Call = Id,
        Account = Account,
        Plan = plan,
        Layers = layers,
        Caller = Caller,
        Dialled = Dialled,
        At = StartedAt,
        Headers = _headers.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
        Operations = [.. _operations],
        Answers = [.. _answers],
        IsCut = _kept > MostKept,
        EndedAfter = after,
        Summary = summary,
        Seed = seed,
    };

    /// <summary>Randomness of its plugins.</summary>
    internal Random Random { get; } = new SimulatedRandom(seed);

    /// <summary>The call is over.</summary>
    /// <param name="summary">The call's record.</param>
    /// <param name="isEndedOutside">Whether the caller or the network ended it, and not the plan.</param>
    public void CallEnded(CallSummary summary, bool isEndedOutside) => _end = (summary, isEndedOutside ? Elapsed : null);

    /// <inheritdoc/>
    public Func<string, IServiceProvider, IServiceProvider> Listen => (plugin, services) => new RecordedServices(this, plugin, services);

    /// <inheritdoc/>
    public IDirectoryLookup Asking(IDirectoryLookup directories) => new RecordedLookup(this, call.Asking(directories));

    /// <summary>A plugin was told something.</summary>
    internal void Answered(string plugin, string question, string answer)
    {
        if (IsKept()) _answers.Enqueue(new RecordedAnswer(plugin, question, answer));
    }

    /// <inheritdoc/>
    public ValueTask RingAsync(CancellationToken cancellation) => RecordAsync("ring", "", call.RingAsync(cancellation));

    /// <inheritdoc/>
    public ValueTask AnswerAsync(CancellationToken cancellation) => RecordAsync("answer", "", call.AnswerAsync(cancellation));

    /// <inheritdoc/>
    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets) => RecordAsync("redirect", string.Join(' ', targets), call.RedirectAsync(targets));

    /// <inheritdoc/>
    public ValueTask HangupAsync(HangupCause cause) => RecordAsync("hang-up", $"{cause.Status}", call.HangupAsync(cause));

    /// <inheritdoc/>
    public ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation) => RecordAsync("play", prompt.ToString(), call.PlayAsync(prompt, cancellation));

    /// <inheritdoc/>
    public ValueTask SendDigitsAsync(string digits, CancellationToken cancellation) => RecordAsync("send-digits", digits, call.SendDigitsAsync(digits, cancellation));

    /// <inheritdoc/>
    public async ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation)
    {
        Collected? collected = null;
        await RecordAsync("collect", prompt?.ToString() ?? "", CollectAsync(), operation => operation with { Collected = collected });
        return collected!;

        async ValueTask CollectAsync() => collected = await call.CollectAsync(prompt, options, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation)
    {
        BridgeResult? bridged = null;
        TimeSpan? answeredAt = null;
        await RecordAsync("bridge", string.Join(' ', request.Targets), BridgeAsync(), operation => operation with { Bridged = bridged, Answered = answeredAt });
        return bridged!;

        async ValueTask BridgeAsync() => bridged = await call.BridgeAsync(request, OnAnswered, cancellation);

        void OnAnswered()
        {
            answeredAt = Elapsed;
            answered?.Invoke();
        }
    }

    /// <inheritdoc/>
    public TFeature? Feature<TFeature>()
        where TFeature : class => call.Feature<TFeature>();

    private TimeSpan Elapsed => Clock.GetElapsedTime(_began);

    private async ValueTask RecordAsync(string kind, string argument, ValueTask operation, Func<RecordedOperation, RecordedOperation>? complete = null)
    {
        string? failed = null;
        try
        {
            await operation;
        }
        catch (Exception e)
        {
            failed = e switch { CallEndedException => "ended", OperationCanceledException => "cancelled", PromptNotFoundException missing => missing.Name, _ => "ended" };
            throw;
        }
        finally
        {
            if (IsKept())
            {
                var what = new RecordedOperation { Kind = kind, Argument = argument, Until = Elapsed, State = State, Failed = failed };
                _operations.Enqueue(complete is null ? what : complete(what));
            }
        }
    }

    private bool IsKept() => Interlocked.Increment(ref _kept) <= MostKept;
}
