using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Plugins.Runtimes;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation.Child;

/// <summary>What the switch has a plugin's process do: each piece on a strand of its own, as in the switch itself.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It ends with the process.")]
internal sealed class ChildRuns(ChildConnection connection, InProcessRuntime runtime)
{
    private const int MostKeptOptions = 10_000;

    private readonly StepExecutor _executor = new(new StepExecutorOptions(), TimeProvider.System);
    private readonly ConcurrentDictionary<long, ChildRun> _runs = new();
    private readonly ConcurrentDictionary<long, Func<CallSummary, CancellationToken, ValueTask>> _ended = new();
    private readonly ConcurrentDictionary<long, object> _options = new();
    private long _endedNumber;

    /// <summary>Takes in what the switch says.</summary>
    public void Take(WireReader message)
    {
        switch (message.Kind)
        {
            case WireKind.Reply:
                connection.Take(message);
                break;
            case WireKind.Cancel:
                if (_runs.TryGetValue(message.Run, out var running)) running.Cancel();
                break;
            default:
                Begin(message);
                break;
        }
    }

    /// <summary>Keeps work for the end of a call, and gives its number.</summary>
    public long Keep(Func<CallSummary, CancellationToken, ValueTask> work)
    {
        var number = Interlocked.Increment(ref _endedNumber);
        _ended[number] = work;
        return number;
    }

    private void Begin(WireReader message)
    {
        var run = new ChildRun(message.Run, connection, this);
        _runs[run.Number] = run;
        _executor.NewStrand(run).Post(static state => _ = (((ChildRuns, ChildRun, WireReader))state!).Item1.RunAsync((((ChildRuns, ChildRun, WireReader))state).Item2, (((ChildRuns, ChildRun, WireReader))state).Item3), (this, run, message));
    }

    private async Task RunAsync(ChildRun run, WireReader message)
    {
        ChildRun.Current.Value = run;
        var answer = new WireWriter(WireKind.Finished, run.Number);
        try
        {
            await RunAsync(run, message, answer);
            await run.EndAsync();
        }
        catch (Exception e)
        {
            var error = PluginError.Of(e);
            answer = new WireWriter(WireKind.Failed, run.Number).Flag(e is OperationCanceledException).Text(error.Type).Text(error.Message).Text(error.Frames);
            await run.GiveUpAsync();
        }

        _runs.TryRemove(run.Number, out _);
        connection.Send(answer);
    }

    private ValueTask RunAsync(ChildRun run, WireReader message, WireWriter answer) => message.Kind switch
    {
        WireKind.RunStep => RunStepAsync(run, message, answer),
        WireKind.RunEnded => RunEndedAsync(run, message),
        WireKind.Handle => HandleAsync(run, message, answer),
        WireKind.Answer => AnswerAsync(run, message, answer),
        WireKind.RunTask => RunTaskAsync(run, message),
        WireKind.Watch => WatchAsync(run, message),
        WireKind.Find => FindAsync(run, message, answer),
        WireKind.Bind => Bind(message),
        _ => throw new InvalidDataException($"a message of kind {message.Kind}"),
    };

    private async ValueTask RunStepAsync(ChildRun run, WireReader message, WireWriter answer)
    {
        var call = new ChildCall(run, connection, message);
        var step = runtime.Step(message.Text());
        var options = Options(step, message);
        var outcome = await step.RunAsync(new ChildServices(run, call.Account), call, options, run.Token);
        answer.Text(outcome.Name);
    }

    private ValueTask RunEndedAsync(ChildRun run, WireReader message) =>
        _ended.TryRemove(message.Long(), out var work) ? work(message.Summary(), run.Token) : ValueTask.CompletedTask;

    private async ValueTask HandleAsync(ChildRun run, WireReader message, WireWriter answer)
    {
        var services = new ChildServices(run, message.Text());
        answer.Flag(await runtime.HandleAsync(message.Text(), services, WireEvents.Read(message), run.Token));
    }

    private async ValueTask AnswerAsync(ChildRun run, WireReader message, WireWriter answer)
    {
        var services = new ChildServices(run, message.Text());
        answer.HttpReply(await runtime.AnswerAsync(message.Text(), services, message.Query(), run.Token));
    }

    private ValueTask RunTaskAsync(ChildRun run, WireReader message)
    {
        var account = message.Text();
        return runtime.RunTaskAsync(message.Text(), account, new ChildServices(run, account), run.Token);
    }

    private ValueTask WatchAsync(ChildRun run, WireReader message)
    {
        var account = message.Text();
        return runtime.WatchAsync(message.Text(), account, new ChildServices(run, account), new ChildReport(new ServiceClient(run)), run.Token);
    }

    private async ValueTask FindAsync(ChildRun run, WireReader message, WireWriter answer)
    {
        var account = message.Text();
        var source = (IDirectorySource)runtime.Point(new PointType(Reference.Directory, message.Text(), message.Text(), ""), new ChildServices(run, account));
        answer.Entry(await source.FindAsync(new DirectoryQuery(account, message.Text()), run.Token));
    }

    private ValueTask Bind(WireReader message)
    {
        _ = Options(runtime.Step(message.Text()), message);
        return ValueTask.CompletedTask;
    }

    /// <summary>The options of a place, made once; those made for one run only have the number 0.</summary>
    private object Options(PluginStep step, WireReader message)
    {
        var number = message.Long();
        if (number != 0 && _options.TryGetValue(number, out var known)) return known;
        var options = step.Bind(WireOptions.Read(message));
        if (_options.Count > MostKeptOptions) _options.Clear();
        if (number != 0) _options[number] = options;
        return options;
    }
}
