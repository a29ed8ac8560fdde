using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>
/// Tells plugins what happens. Who has something to tell leaves it in a bounded queue and goes on; one task sorts it into a queue for each account and plugin, which are told one event at a time and in order.
/// What no plugin of the account wants to know wakes nobody: most calls are such.
/// </summary>
public sealed class PluginEvents : IAsyncDisposable
{
    private const int Intake = 100_000;

    private readonly ConcurrentDictionary<(string Account, string Plugin), EventQueue> _queues = new();
    private readonly Channel<(SwitchEvent Happened, IReadOnlyList<string> Plugins)> _intake;
    private readonly IEventTargets _targets;
    private readonly IStepExecutor _executor;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly EventCounters _counters = new();
    private readonly Task _sorting;

    /// <summary>Begins to tell.</summary>
    /// <param name="targets">Who is told.</param>
    /// <param name="executor">Where the plugins' code runs.</param>
    /// <param name="clock">Time for deadlines.</param>
    /// <param name="logger">For what fails.</param>
    public PluginEvents(IEventTargets targets, IStepExecutor executor, TimeProvider clock, ILogger logger)
    {
        _targets = targets;
        _executor = executor;
        _clock = clock;
        _logger = logger;
        _intake = Channel.CreateBounded<(SwitchEvent, IReadOnlyList<string>)>(
            new BoundedChannelOptions(Intake) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => _counters.OnDropped());
        _sorting = Task.Run(SortAsync);
    }

    /// <summary>Events that a handler took.</summary>
    public long Delivered => _counters.Delivered;

    /// <summary>Events whose handler failed or took too long.</summary>
    public long Failed => _counters.Failed;

    /// <summary>Events that were lost because handlers were too far behind.</summary>
    public long Dropped => _counters.Dropped;

    /// <summary>Events that wait.</summary>
    public int Waiting => _intake.Reader.Count + _queues.Values.Sum(queue => queue.Count);

    /// <summary>Something happened. Never waits and never throws; safe from any thread.</summary>
    public void Publish(SwitchEvent happened)
    {
        var plugins = _targets.PluginsOf(happened);
        if (plugins.Count > 0) _intake.Writer.TryWrite((happened, plugins));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _intake.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _sorting;
        _stopping.Dispose();
    }

    private async Task SortAsync()
    {
        try
        {
            await foreach (var (happened, plugins) in _intake.Reader.ReadAllAsync(_stopping.Token))
            {
                foreach (var plugin in plugins) Enqueue((happened.Account, plugin), happened);
            }
        }
        catch (OperationCanceledException)
        {
            // The switch stops.
        }
    }

    private void Enqueue((string Account, string Plugin) key, SwitchEvent happened)
    {
        // One that has just run dry is gone.
        while (!_queues.GetOrAdd(key, New).TryEnqueue(happened))
        {
        }
    }

    private EventQueue New((string Account, string Plugin) key) => new(key.Plugin, _targets, _executor, _clock, _counters, _logger, queue => _queues.TryRemove(new(key, queue)), _stopping.Token);
}

/// <summary>What is counted over all queues.</summary>
internal sealed class EventCounters
{
    private long _delivered;
    private long _failed;
    private long _dropped;

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Failed => Interlocked.Read(ref _failed);

    public long Dropped => Interlocked.Read(ref _dropped);

    public void OnDelivered() => Interlocked.Increment(ref _delivered);

    public void OnFailed() => Interlocked.Increment(ref _failed);

    public void OnDropped() => Interlocked.Increment(ref _dropped);
}
