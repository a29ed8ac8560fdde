using System.Diagnostics.CodeAnalysis;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Tests.Support;

/// <summary>A call without phones: remembers what was done to it.</summary>
internal sealed class FakeCall(string account = "acme") : ICall, ICallVariables, ICallHeaders
{
    private readonly Dictionary<string, string> _variables = [];

    public List<string> Done { get; } = [];

    public List<Func<CallSummary, CancellationToken, ValueTask>> Ended { get; } = [];

    public Dictionary<string, string[]> HeaderValues { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Func<CancellationToken, ValueTask> Playing { get; set; } = _ => ValueTask.CompletedTask;

    public Collected Digits { get; set; } = new("", CollectEnd.Timeout);

    public Guid Id { get; } = Guid.NewGuid();

    public string Account { get; } = account;

    public CallParty Caller { get; init; } = new("+50688880000", "Ana");

    public string Dialled { get; init; } = "100";

    public CallState State { get; set; }

    public DateTimeOffset StartedAt { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public TimeProvider Clock => TimeProvider.System;

    public StepInfo Step { get; init; } = new("test", "main", "acme.yaml:1:1", new HashSet<string> { "done" });

    public ICallVariables Variables => this;

    public ICallHeaders Headers => this;

    public string? this[string name] => _variables.GetValueOrDefault(name);

    IReadOnlyList<string> ICallHeaders.this[string name] => HeaderValues.GetValueOrDefault(name) ?? [];

    public void Set(string name, string value)
    {
        if (name.StartsWith("unknown", StringComparison.Ordinal)) throw new ArgumentException($"The plan declares no variable '{name}'.", nameof(name));
        _variables[name] = value;
    }

    public ValueTask RingAsync(CancellationToken hangup) => Do("ring");

    public ValueTask AnswerAsync(CancellationToken hangup)
    {
        State = CallState.Answered;
        return Do("answer");
    }

    public ValueTask RejectAsync(int status, CancellationToken hangup) => Do("reject " + status);

    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets, CancellationToken hangup) => Do("redirect " + string.Join(' ', targets));

    public ValueTask HangupAsync(HangupCause cause, CancellationToken hangup) => Do($"hangup {cause.Status} {cause.Q850}");

    public async ValueTask PlayAsync(Prompt prompt, CancellationToken hangup)
    {
        Done.Add("play " + prompt);
        if (prompt.Names[0] == "missing") throw new PromptNotFoundException("missing");
        if (prompt.Names[0] == "gone") throw new CallEndedException(HangupCause.Busy);
        await Playing(hangup);
    }

    public ValueTask<Collected> CollectAsync(CollectOptions options, CancellationToken hangup)
    {
        Done.Add($"collect {options.MinDigits} {options.MaxDigits} {options.Terminators}");
        return new(Digits);
    }

    public ValueTask<Collected> PlayAndCollectAsync(Prompt prompt, CollectOptions options, CancellationToken hangup)
    {
        Done.Add($"play {prompt} and collect {options.MaxDigits}");
        return new(Digits);
    }

    public ValueTask SendDigitsAsync(string digits, CancellationToken hangup) => Do("digits " + digits);

    public ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, CancellationToken hangup)
    {
        Done.Add($"bridge {string.Join(' ', request.Targets)} {request.Order} {request.RingFor} {request.ShowCaller?.Number}");
        return new(new BridgeResult(BridgeOutcome.Answered, 200, new CallParty("100", "Bob", "100"), TimeSpan.FromSeconds(7)));
    }

    public void Explain(string reason) => Done.Add("explain " + reason);

    public void RunAlongside(Func<CancellationToken, ValueTask> work) => Done.Add("alongside");

    public void OnEnded(Func<CallSummary, CancellationToken, ValueTask> work) => Ended.Add(work);

    public bool TryGet<TFeature>([NotNullWhen(true)] out TFeature? feature)
        where TFeature : class
    {
        feature = null;
        return false;
    }

    private ValueTask Do(string what)
    {
        Done.Add(what);
        return ValueTask.CompletedTask;
    }
}
