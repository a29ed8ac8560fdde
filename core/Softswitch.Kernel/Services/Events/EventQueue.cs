using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>Events of one account for one plugin: told one at a time on a strand of the executor, so that a handler that blocks or hangs holds up these alone. It is gone when it has run dry.</summary>
internal sealed class EventQueue(
    string plugin, IEventTargets targets, IStepExecutor executor, TimeProvider clock, EventCounters counters, ILogger logger, Action<EventQueue> onDry, CancellationToken stopping) : IStrandOwner
{
    /// <summary>Events that may wait; then the oldest is lost.</summary>
    public const int Most = 10_000;

    /// <summary>Time that a handler has for an event.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Time that it has more, once it was asked to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Queue<SwitchEvent> _events = new();
    private SynchronizationContext? _strand;
    private bool _isDry;

    public int Count
    {
        get
        {
            lock (_events) return _events.Count;
        }
    }

    /// <summary>Adds an event; false where the queue has run dry and is gone.</summary>
    public bool TryEnqueue(SwitchEvent happened)
    {
        lock (_events)
        {
            if (_isDry) return false;
            _events.Enqueue(happened);
            if (_events.Count > Most)
            {
                _events.Dequeue();
                counters.OnDropped();
            }

            if (_strand is not null) return true;
            _strand = executor.NewStrand(this);
        }

        _strand.Post(static queue => _ = ((EventQueue)queue!).DrainAsync(), this);
        return true;
    }

    object? IStrandOwner.OnBlocked() => null;

    void IStrandOwner.OnUnblocked(object? blocked)
    {
    }

    void IStrandOwner.OnUnhandled(Exception exception) => Fail(exception.GetType().Name, exception.Message);

    private async Task DrainAsync()
    {
        while (Next() is { } happened) await TellAsync(happened);
        onDry(this);
    }

    private SwitchEvent? Next()
    {
        lock (_events)
        {
            if (!stopping.IsCancellationRequested && _events.TryDequeue(out var happened)) return happened;
            _isDry = true;
            return null;
        }
    }

    private async Task TellAsync(SwitchEvent happened)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        try
        {
            var handling = targets.HandleAsync(plugin, happened, either.Token);
            if (handling.IsCompletedSuccessfully) await handling;
            else await handling.AsTask().WaitAsync(Deadline + Grace, clock, stopping);
            counters.OnDelivered();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The switch stops.
        }
        catch (Exception e)
        {
            Fail(e.GetType().Name, e.Message);
        }
    }

    private void Fail(string type, string message)
    {
        counters.OnFailed();
        logger.LogWarning("Plugin {Plugin} failed to handle an event: {Type}: {Message}", plugin, type, message);
    }
}
