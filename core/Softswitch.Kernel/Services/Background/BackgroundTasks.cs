using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Services;

/// <summary>
/// The background tasks of all accounts, each on one node at a time: this one runs what nobody else owns who is alive, and lets go of all of it before its own lease ends where the database is away.
/// </summary>
public sealed class BackgroundTasks : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<WantedTask, TaskRunner> _running = [];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskOwnership _ownership;
    private readonly NodeLease _lease;
    private readonly ITaskCode _code;
    private readonly IStepExecutor _executor;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private volatile IReadOnlyCollection<WantedTask> _wanted = [];

    /// <summary>Nothing is wanted yet.</summary>
    /// <param name="database">Where ownership is kept.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="lease">This node's lease.</param>
    /// <param name="code">The tasks.</param>
    /// <param name="executor">Where their code runs.</param>
    /// <param name="clock">Time for pauses.</param>
    /// <param name="logger">For what begins, ends and fails.</param>
    public BackgroundTasks(Database database, string node, NodeLease lease, ITaskCode code, IStepExecutor executor, TimeProvider clock, ILogger logger)
    {
        _ownership = new TaskOwnership(database, node);
        _lease = lease;
        _code = code;
        _executor = executor;
        _clock = clock;
        _logger = logger;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Tasks that run here.</summary>
    public int Running { get; private set; }

    /// <summary>Says what is to run, all of it: what is new begins, where it belongs to this node, and what is not in it any longer ends.</summary>
    public void Want(IReadOnlyCollection<WantedTask> tasks)
    {
        _wanted = tasks;
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    /// <summary>Ends all of them and gives them back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        await EndAsync([.. _running.Keys]);
        using var patience = new CancellationTokenSource(StopPatience, _clock);
        await _ownership.GiveBackAsync([], patience.Token);
        _stopping.Dispose();
        _wake.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await LookAsync();
            await ((Task)_wake.WaitAsync(LookInterval, _stopping.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync()
    {
        var wanted = _wanted;
        var keys = wanted.Select(task => (task.Account, task.Plugin)).ToHashSet();
        var owned = !_lease.IsValid || keys.Count == 0 ? [] : await _ownership.TakeAsync(keys, _stopping.Token);
        // Where the database does not answer, what is ours stays ours until the lease ends.
        if (owned is null) return;
        var due = wanted.Where(task => owned.Contains((task.Account, task.Plugin))).ToHashSet();
        var ending = _running.Keys.Where(task => !due.Contains(task)).ToList();
        await EndAsync(ending);
        if (ending.Count > 0 && _lease.IsValid) await _ownership.GiveBackAsync(keys, _stopping.Token);
        foreach (var task in due)
        {
            if (_running.ContainsKey(task)) continue;
            _running.Add(task, new TaskRunner(task, _code, _executor, _clock, _logger));
        }

        Running = _running.Count;
    }

    /// <summary>What does not end in time is left behind: its plugin is asked no more.</summary>
    private async Task EndAsync(List<WantedTask> tasks)
    {
        if (tasks.Count == 0) return;
        var ended = new List<Task>();
        foreach (var task in tasks)
        {
            _running.Remove(task, out var runner);
            runner!.Stop();
            ended.Add(runner.Ended);
        }

        try
        {
            await Task.WhenAll(ended).WaitAsync(StopPatience, _clock);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("{Count} background tasks do not end", ended.Count(one => !one.IsCompleted));
        }
    }
}
