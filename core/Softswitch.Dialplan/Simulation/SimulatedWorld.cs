using Softswitch.Dialplan.Engine;

namespace Softswitch.Dialplan.Simulation;

/// <summary>
/// One thread on which everything of a simulation happens in its order: the call, the code of steps, and time, which passes when nothing else does. What a step waits for outside of it
/// (a file, another process) is waited for, up to a bound.
/// </summary>
internal sealed class SimulatedWorld : SynchronizationContext, ICallQueue, IStepExecutor
{
    private static readonly TimeSpan LongestOutsideWait = TimeSpan.FromSeconds(10);

    private readonly Queue<(SendOrPostCallback Work, object? State)> _waiting = new();
    private Thread? _thread;

    public SimulatedWorld(DateTimeOffset start) => Clock = new SimulatedClock(this, start);

    /// <summary>Its clock.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>What a piece of work threw, as <c>async void</c> does.</summary>
    public Exception? Unhandled { get; private set; }

    /// <inheritdoc/>
    public bool IsCurrent => Environment.CurrentManagedThreadId == _thread?.ManagedThreadId;

    /// <inheritdoc/>
    void ICallQueue.Post(Action<object?> work, object? state) => Post(new SendOrPostCallback(work), state);

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_waiting)
        {
            _waiting.Enqueue((d, state));
            Monitor.Pulse(_waiting);
        }
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc/>
    public SynchronizationContext NewStrand(IStrandOwner owner) => this;

    /// <inheritdoc/>
    public void Run(SendOrPostCallback work, object? state) => Post(work, state);

    /// <summary>Something may have changed for whoever waits.</summary>
    public void Wake()
    {
        if (IsCurrent) return;
        lock (_waiting) Monitor.Pulse(_waiting);
    }

    /// <summary>Has everything happen until <paramref name="isDone"/>, or nothing can happen any more.</summary>
    /// <param name="isDone">Whether it is over.</param>
    /// <param name="isOutside">Whether somebody waits for something outside.</param>
    /// <returns>Whether it is over.</returns>
    public bool RunUntil(Func<bool> isDone, Func<bool> isOutside)
    {
        var before = Current;
        _thread = Thread.CurrentThread;
        SetSynchronizationContext(this);
        try
        {
            while (!isDone())
            {
                if (TryTake(out var next)) Do(next.Work, next.State);
                else if (isOutside() && Clock.PluginTimers == 0 && WaitOutside()) continue;
                else if (!Clock.TryJump()) return false;
            }

            return true;
        }
        finally
        {
            SetSynchronizationContext(before);
            _thread = null;
        }
    }

    private bool TryTake(out (SendOrPostCallback Work, object? State) next)
    {
        lock (_waiting) return _waiting.TryDequeue(out next);
    }

    private void Do(SendOrPostCallback work, object? state)
    {
        try
        {
            work(state);
        }
        catch (Exception e)
        {
            Unhandled ??= e;
        }
    }

    private bool WaitOutside()
    {
        lock (_waiting) return _waiting.Count > 0 || Monitor.Wait(_waiting, LongestOutsideWait);
    }
}
