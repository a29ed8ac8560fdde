namespace Softswitch.Dialplan.Engine;

/// <summary>Plugin code of one call, one piece after the other, on whichever of the executor's threads is free.</summary>
internal sealed class StepStrand(StepExecutor executor, IStrandOwner owner) : SynchronizationContext
{
    /// <summary>Pieces done before other strands have their turn.</summary>
    private const int Turn = 32;

    private readonly Queue<(SendOrPostCallback Work, object? State)> _waiting = new(2);
    private bool _isScheduled;

    /// <summary>Whose code it is.</summary>
    public IStrandOwner Owner => owner;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_waiting)
        {
            _waiting.Enqueue((d, state));
            if (_isScheduled) return;
            _isScheduled = true;
        }

        executor.Schedule(this);
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Current == this) d(state);
        else throw new NotSupportedException("The code of a call runs one piece after the other; wait with await.");
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Does what waits. Called by one thread at a time.</summary>
    /// <returns>Whether something is left for another turn.</returns>
    internal bool RunTurn()
    {
        SetSynchronizationContext(this);
        for (var done = 0; ; done++)
        {
            (SendOrPostCallback Work, object? State) next;
            lock (_waiting)
            {
                if (done >= Turn && _waiting.Count > 0) return true;
                if (!_waiting.TryDequeue(out next))
                {
                    _isScheduled = false;
                    return false;
                }
            }

            try
            {
                next.Work(next.State);
            }
            catch (Exception e)
            {
                owner.OnUnhandled(e);
            }
        }
    }
}
