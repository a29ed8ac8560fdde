using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>
/// A call as the kernel's own steps see it: checks what it is given and hands it on. Steps of plugins get a <see cref="PluginCall"/>, which trusts them less.
/// </summary>
internal class FlowCall(FlowRunner flow) : ICall, IFlowPosition
{
    private const int MostTargets = 50;
    private const int MostRedirects = 10;
    private const int MostDigits = 64;
    private const int ForbiddenStatus = 403;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789*#ABCD");
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private StepNode? _node;

    /// <inheritdoc/>
    public Guid Id => Control.Id;

    /// <inheritdoc/>
    public string Account => Control.Account;

    /// <inheritdoc/>
    public CallParty Caller => Control.Caller;

    /// <inheritdoc/>
    public string Dialled => Control.Dialled;

    /// <inheritdoc/>
    public CallState State => flow.IsOver ? CallState.Ended : Control.State;

    /// <inheritdoc/>
    public DateTimeOffset StartedAt => Control.StartedAt;

    /// <inheritdoc/>
    public TimeProvider Clock => Control.Clock;

    /// <inheritdoc/>
    public StepInfo Step => Node.Info;

    /// <inheritdoc/>
    public ICallVariables Variables => flow.Variables;

    /// <inheritdoc/>
    public ICallHeaders Headers => Control.Headers;

    /// <summary>The step at its place.</summary>
    internal StepNode Node => _node!;

    /// <summary>The flow.</summary>
    protected FlowRunner Flow => flow;

    /// <summary>The call itself.</summary>
    protected ICallControl Control => flow.Control;

    /// <inheritdoc/>
    public ValueTask RingAsync(CancellationToken hangup) => OperateAsync(static (call, _, token) => call.RingAsync(token), 0, hangup);

    /// <inheritdoc/>
    public ValueTask AnswerAsync(CancellationToken hangup) => OperateAsync(static (call, _, token) => call.AnswerAsync(token), 0, hangup);

    /// <inheritdoc/>
    public ValueTask RejectAsync(int status, CancellationToken hangup)
    {
        if (status is < 400 or > 699) throw new ArgumentOutOfRangeException(nameof(status), status, "A refusal has a status from 400 to 699.");
        return HangupAsync(RefusalCauses.Of(status), hangup);
    }

    /// <inheritdoc/>
    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets, CancellationToken hangup)
    {
        if (targets is not { Count: > 0 and <= MostRedirects }) throw new ArgumentException($"{targets?.Count ?? 0} targets; expected 1 to {MostRedirects}.", nameof(targets));
        if (State == CallState.Answered) throw new InvalidOperationException("The call is answered already.");
        if (flow.MayBeBlocked)
        {
            ExplainBlocked(targets);
            targets = [.. targets.Where(target => !flow.Blocks(target))];
            if (targets.Count == 0) return HangupAsync(RefusalCauses.Of(ForbiddenStatus), hangup);
        }

        return OperateAsync(static (call, targets, _) => call.RedirectAsync(targets), targets, hangup);
    }

    /// <inheritdoc/>
    public ValueTask HangupAsync(HangupCause cause, CancellationToken hangup) => OperateAsync(static (call, cause, _) => call.HangupAsync(cause), cause, hangup);

    /// <inheritdoc/>
    public ValueTask PlayAsync(Prompt prompt, CancellationToken hangup)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return OperateAsync(static (call, prompt, token) => call.PlayAsync(prompt, token), InLanguage(prompt), hangup);
    }

    /// <inheritdoc/>
    public ValueTask<Collected> CollectAsync(CollectOptions options, CancellationToken hangup)
    {
        Check(options);
        return OperateAsync(static (call, options, token) => AnswerAndCollectAsync(call, null, options, token), options, hangup);
    }

    /// <inheritdoc/>
    public ValueTask<Collected> PlayAndCollectAsync(Prompt prompt, CollectOptions options, CancellationToken hangup)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        Check(options);
        return OperateAsync(static (call, both, token) => AnswerAndCollectAsync(call, both.prompt, both.options, token), (prompt: InLanguage(prompt), options), hangup);
    }

    /// <inheritdoc/>
    public ValueTask SendDigitsAsync(string digits, CancellationToken hangup)
    {
        if (digits is not { Length: > 0 and <= MostDigits } || digits.AsSpan().ContainsAnyExcept(Digits))
            throw new ArgumentException($"'{digits}' are no digits; expected 1 to {MostDigits} of 0-9 * # A-D.", nameof(digits));
        return OperateAsync(static (call, digits, token) => call.SendDigitsAsync(digits, token), digits, hangup);
    }

    /// <inheritdoc/>
    public virtual ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, CancellationToken hangup) =>
        IsAllowed(ref request) ? OperateAsync(static (call, request, token) => call.BridgeAsync(request, null, token), request, hangup) : new ValueTask<BridgeResult>(new BridgeResult(BridgeOutcome.Rejected, ForbiddenStatus));

    /// <inheritdoc/>
    public ValueTask<BridgeResult> TalkAsync(BridgeRequest request, Action answered, CancellationToken hangup) =>
        IsAllowed(ref request)
            ? OperateAsync(static (call, both, token) => call.BridgeAsync(both.request, both.answered, token), (request, answered), hangup)
            : new ValueTask<BridgeResult>(new BridgeResult(BridgeOutcome.Rejected, ForbiddenStatus));

    /// <inheritdoc/>
    public virtual void Explain(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        flow.Explain(reason);
    }

    /// <inheritdoc/>
    public virtual void RunAlongside(Func<CancellationToken, ValueTask> work) => throw new InvalidOperationException("The kernel's own steps run nothing beside themselves.");

    /// <inheritdoc/>
    public virtual void OnEnded(Func<CallSummary, CancellationToken, ValueTask> work) => throw new InvalidOperationException("The kernel's own steps leave nothing for the end.");

    /// <inheritdoc/>
    public bool TryGet<TFeature>([NotNullWhen(true)] out TFeature? feature)
        where TFeature : class
    {
        feature = Control.Feature<TFeature>() ?? (PointKinds.KindOf(typeof(TFeature)) is { } kind ? Point(kind)?.Create() as TFeature : null);
        return feature is not null;
    }

    /// <inheritdoc/>
    public void GoTo(string flowName) => flow.GoTo(flowName, comesBack: false);

    /// <inheritdoc/>
    public void Enter(string flowName) => flow.GoTo(flowName, comesBack: true);

    /// <inheritdoc/>
    public void Note(BridgeResult tried)
    {
        flow.Tried(tried);
        flow.Explain(tried);
    }

    /// <inheritdoc/>
    public PointCode? Point(Reference kind) => flow.Point(Node, kind);

    /// <inheritdoc/>
    public ISpeechShelf Speech => flow.Speech;

    /// <inheritdoc/>
    public ValueTask<DirectoryAnswer> AskAsync(string source, string number, CancellationToken hangup) => flow.AskAsync(source, number, hangup);

    /// <inheritdoc/>
    public bool Blocks(DialTarget target) => flow.Blocks(target);

    /// <inheritdoc/>
    public int Entry => flow.Entry;

    /// <summary>The step that is run now.</summary>
    internal void StandAt(StepNode node) => _node = node;

    /// <summary>Does something with the call.</summary>
    protected virtual ValueTask OperateAsync<T>(Func<ICallControl, T, CancellationToken, ValueTask> operation, T argument, CancellationToken hangup) =>
        flow.IsOver ? throw flow.Ended() : operation(Control, argument, hangup);

    /// <summary>Does something with the call that has a result.</summary>
    protected virtual ValueTask<TResult> OperateAsync<T, TResult>(Func<ICallControl, T, CancellationToken, ValueTask<TResult>> operation, T argument, CancellationToken hangup) =>
        flow.IsOver ? throw flow.Ended() : operation(Control, argument, hangup);

    private static async ValueTask<Collected> AnswerAndCollectAsync(ICallControl call, Prompt? prompt, CollectOptions options, CancellationToken hangup)
    {
        if (call.State == CallState.Incoming) await call.AnswerAsync(hangup);
        return await call.CollectAsync(prompt, options, hangup);
    }

    /// <summary>In the call's language, where the step asks for none.</summary>
    private Prompt InLanguage(Prompt prompt) =>
        prompt.Language is null && Variables[FlowVariables.Language] is { } language && Prompt.IsLanguage(language) ? prompt.In(language) : prompt;

    private void ExplainBlocked(IEnumerable<DialTarget> targets)
    {
        foreach (var target in targets.Where(flow.Blocks)) flow.Explain($"{Plan.NumberOf(target)} is not to be rung: a layer above blocks it");
    }

    /// <summary>Whether there is anybody that may be rung; those who may not are taken out.</summary>
    private bool IsAllowed(ref BridgeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Targets is not { IsDefault: false, Length: > 0 and <= MostTargets }) throw new ArgumentException($"Expected 1 to {MostTargets} targets.", nameof(request));
        if (request.RingFor != TimeSpan.Zero && (request.RingFor < TimeSpan.FromSeconds(1) || request.RingFor > TimeSpan.FromMinutes(3)))
            throw new ArgumentException($"RingFor is {request.RingFor}; expected 1 s to 3 minutes, or zero.", nameof(request));
        if (request.ShowCaller is { } shown) CheckShown(shown, nameof(request));
        if (!flow.MayBeBlocked || !request.Targets.Any(flow.Blocks)) return true;
        ExplainBlocked(request.Targets);
        request = request with { Targets = request.Targets.RemoveAll(target => flow.Blocks(target)) };
        return !request.Targets.IsEmpty;
    }

    /// <summary>Who is shown is written into header fields: nothing may lead out of the number or the name there.</summary>
    private static void CheckShown(CallParty shown, string name)
    {
        if (HasControl(shown.Number) || HasControl(shown.Name)) throw new ArgumentException("ShowCaller has a control character.", name);
        if (shown.Number.AsSpan().ContainsAny('<', '>', '"')) throw new ArgumentException($"ShowCaller has the number '{shown.Number}'; expected one without < > and \".", name);
    }

    private static bool HasControl(string? text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().Contains('\u007f');

    private static void Check(CollectOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaxDigits is < 1 or > MostDigits) throw new ArgumentException($"MaxDigits is {options.MaxDigits}; expected 1 to {MostDigits}.", nameof(options));
        if (options.MinDigits < 0 || options.MinDigits > options.MaxDigits) throw new ArgumentException($"MinDigits is {options.MinDigits}; expected 0 to MaxDigits.", nameof(options));
        if (options.FirstDigit < ShortestWait || options.FirstDigit > TimeSpan.FromMinutes(5))
            throw new ArgumentException($"FirstDigit is {options.FirstDigit}; expected 100 ms to 5 minutes.", nameof(options));
        if (options.BetweenDigits < ShortestWait || options.BetweenDigits > TimeSpan.FromMinutes(1))
            throw new ArgumentException($"BetweenDigits is {options.BetweenDigits}; expected 100 ms to 1 minute.", nameof(options));
        if (options.Terminators is null || options.Terminators.AsSpan().ContainsAnyExcept(Digits)) throw new ArgumentException("Terminators are digits.", nameof(options));
    }
}
