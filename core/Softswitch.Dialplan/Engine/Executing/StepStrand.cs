namespace Softswitch.Dialplan.Engine;

/// <summary>
/// Plugin code of one call, one piece after the other: as a guest of the call's own worker while that is its home, else on whichever of the executor's threads is free.
/// </summary>
internal sealed class StepStrand(StepExecutor executor, IStrandOwner owner, ICallQueue? home) : SynchronizationContext, ILentCode
{
    /// <summary>Pieces done before other strands have their turn.</summary>
    private const int Turn = 32;

    private readonly Queue<(SendOrPostCallback Work, object? State)> _waiting = new(2);
    private volatile ICallQueue? _home = home;
    private bool _isScheduled;
    private object? _blocked;

    /// <summary>Whose code it is.</summary>
    public IStrandOwner Owner => owner;

    /// <summary>Whether it runs, as a guest, on a worker's thread. To be asked by the code that runs.</summary>
    public bool IsOnLoan { get; private set; }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_waiting)
        {
            _waiting.Enqueue((d, state));
            if (_isScheduled) return;
            _isScheduled = true;
        }

        Schedule();
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Current == this) d(state);
        else throw new NotSupportedException("The code of a call runs one piece after the other; wait with await.");
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>From the next piece on it runs on the executor's threads, for good.</summary>
    public void LeaveHome() => _home = null;

    void ILentCode.Run()
    {
        // What a plugin leaves in an AsyncLocal is not the next one's.
        var clean = ExecutionContext.Capture()!;
        IsOnLoan = true;
        var isLeft = RunTurn();
        SetSynchronizationContext(null);
        ExecutionContext.Restore(clean);
        if (isLeft) Schedule();
    }

    void ILentCode.OnOverstayed()
    {
        LeaveHome();
        _blocked = owner.OnBlocked();
    }

    void ILentCode.OnLeft() => owner.OnUnblocked(_blocked);

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
                var isLeft = _waiting.Count > 0;
                if (!isLeft || done >= Turn || (IsOnLoan && _home is null))
                {
                    // From here on another thread may have it.
                    IsOnLoan = false;
                    return _isScheduled = isLeft;
                }

                next = _waiting.Dequeue();
            }

            owner.OnPieceBegins();
            try
            {
                next.Work(next.State);
            }
            catch (Exception e)
            {
                owner.OnUnhandled(e);
            }

            owner.OnPieceEnds();
        }
    }

    private void Schedule()
    {
        if (_home is not { } home || !home.TryLend(this)) executor.Schedule(this);
    }
}
