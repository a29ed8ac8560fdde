using System.Collections.Concurrent;

namespace Softswitch.Net;

/// <summary>
/// A worker without a thread, driven by its owner: simulation and tests run the same code as live calls, in no time.
/// Whoever calls it is on it.
/// </summary>
public sealed class ManualWorker(ManualClock clock, int index = 0) : Worker(index, clock)
{
    private readonly ConcurrentQueue<IGuest> _guests = new();
    private int _running;

    /// <inheritdoc/>
    public override bool IsCurrent => _running > 0;

    /// <summary>Runs <paramref name="action"/> on the worker, then everything it posted, then what waits for the turn's end.</summary>
    public void Do(Action action)
    {
        _running++;
        try
        {
            action();
            do
            {
                _ = RunPosted();
                // Nested calls are part of the outer one's turn.
                if (_running == 1) EndTurn();
            }
            while (HasPosted || (_running == 1 && !_guests.IsEmpty));
        }
        finally
        {
            _running--;
        }
    }

    /// <summary>Runs everything that is posted.</summary>
    public void RunUntilIdle() => Do(static () => { });

    /// <summary>Lets <paramref name="time"/> pass, firing each timer at its own time and running what it posts.</summary>
    public void Advance(TimeSpan time)
    {
        RunUntilIdle();
        var end = clock.GetUtcNow() + time;
        while (clock.GetUtcNow() < end)
        {
            var left = (end - clock.GetUtcNow()).TotalMilliseconds;
            var step = Math.Clamp(Timers.UntilNext((int)Math.Min(left, int.MaxValue)), 1, Math.Max(1, left));
            clock.Advance(TimeSpan.FromMilliseconds(step));
            Do(Timers.Advance);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Whoever drives it waits for the guest, however long that stays.</remarks>
    public override bool TryLend(IGuest guest)
    {
        _guests.Enqueue(guest);
        return true;
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
    }

    private void EndTurn()
    {
        RunTurnEnd();
        for (var left = _guests.Count; left > 0 && _guests.TryDequeue(out var guest); left--)
        {
            _running = 0;
            guest.Run();
            _running = 1;
        }
    }

    /// <inheritdoc/>
    protected override void OnUnhandled(Exception exception) =>
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
}
