using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation.Child;

/// <summary>A call whose phones are at the other end of the pipe. What never changes came with the run; the rest is asked for.</summary>
internal sealed class ChildCall : ICall, ICallVariables, ICallHeaders
{
    private readonly ChildRun _run;
    private readonly ChildConnection _connection;
    private readonly ConcurrentDictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _headers = new(StringComparer.OrdinalIgnoreCase);

    public ChildCall(ChildRun run, ChildConnection connection, WireReader from)
    {
        _run = run;
        _connection = connection;
        Id = from.Identifier();
        Account = from.Text();
        Caller = from.Party();
        Dialled = from.Text();
        StartedAt = from.Moment();
        Step = from.Place();
    }

    public Guid Id { get; }

    public string Account { get; }

    public CallParty Caller { get; }

    public string Dialled { get; }

    public CallState State => _connection.Request(_run.Number, WireOperation.State, null).Word<CallState>();

    public DateTimeOffset StartedAt { get; }

    public TimeProvider Clock => TimeProvider.System;

    public StepInfo Step { get; }

    public ICallVariables Variables => this;

    public ICallHeaders Headers => this;

    // Nobody but the step changes them while it runs.
    public string? this[string name] => _variables.GetOrAdd(name, asked => _connection.Request(_run.Number, WireOperation.GetVariable, to => to.Text(asked)).TextOrNull());

    IReadOnlyList<string> ICallHeaders.this[string name] =>
        _headers.GetOrAdd(name, asked => _connection.Request(_run.Number, WireOperation.Header, to => to.Text(asked)).List(static from => from.Text()));

    public void Set(string name, string value)
    {
        _connection.Request(_run.Number, WireOperation.SetVariable, to => to.Text(name).Text(value));
        _variables[name] = value;
    }

    public ValueTask RingAsync(CancellationToken hangup) => DoAsync(WireOperation.Ring, null, hangup);

    public ValueTask AnswerAsync(CancellationToken hangup) => DoAsync(WireOperation.Answer, null, hangup);

    public ValueTask RejectAsync(int status, CancellationToken hangup) => DoAsync(WireOperation.Reject, to => to.Int(status), hangup);

    public ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets, CancellationToken hangup) => DoAsync(WireOperation.Redirect, to => to.Targets(targets), hangup);

    public ValueTask HangupAsync(HangupCause cause, CancellationToken hangup) => DoAsync(WireOperation.Hangup, to => to.Cause(cause), hangup);

    public ValueTask PlayAsync(Prompt prompt, CancellationToken hangup) => DoAsync(WireOperation.Play, to => to.Prompt(prompt), hangup);

    public ValueTask<Collected> CollectAsync(CollectOptions options, CancellationToken hangup) =>
        AskAsync(WireOperation.Collect, to => to.Collecting(options), static from => from.Collected(), hangup);

    public ValueTask<Collected> PlayAndCollectAsync(Prompt prompt, CollectOptions options, CancellationToken hangup) =>
        AskAsync(WireOperation.PlayAndCollect, to => to.Prompt(prompt).Collecting(options), static from => from.Collected(), hangup);

    public ValueTask SendDigitsAsync(string digits, CancellationToken hangup) => DoAsync(WireOperation.SendDigits, to => to.Text(digits), hangup);

    public ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, CancellationToken hangup) =>
        AskAsync(WireOperation.Bridge, to => to.Bridge(request), static from => from.Bridged(), hangup);

    public void Explain(string reason) => _connection.Send(new WireWriter(WireKind.Explain, _run.Number).Text(reason.Length <= 500 ? reason : reason[..500]));

    public void RunAlongside(Func<CancellationToken, ValueTask> work) => _run.Beside(work);

    public void OnEnded(Func<CallSummary, CancellationToken, ValueTask> work) => _connection.Request(_run.Number, WireOperation.OnEnded, to => to.Long(_run.Keep(work)));

    /// <summary>Features are objects of the switch's, which do not go through a pipe.</summary>
    public bool TryGet<TFeature>([NotNullWhen(true)] out TFeature? feature)
        where TFeature : class
    {
        feature = null;
        return false;
    }

    private async ValueTask DoAsync(WireOperation operation, Action<WireWriter>? write, CancellationToken hangup) =>
        await _connection.RequestAsync(_run.Number, operation, write, hangup);

    private async ValueTask<T> AskAsync<T>(WireOperation operation, Action<WireWriter> write, Func<WireReader, T> read, CancellationToken hangup) =>
        read(await _connection.RequestAsync(_run.Number, operation, write, hangup));
}
