using System.Collections.Concurrent;

namespace Softswitch.Net;

/// <summary>
/// A logical queue: what runs on one worker runs one at a time, so its state needs no lock. Calls are spread over the
/// workers by Call-ID and stay on theirs; the only way from one worker to another is <see cref="Post"/>.
/// </summary>
public abstract class Worker
{
    private readonly ConcurrentQueue<(Action<object?> Action, object? State)> _posted = new();
    private ITurnEndHandler[] _turnEnd = new ITurnEndHandler[4];
    private int _turnEndCount;

    /// <summary>A worker with its own timer wheel on <paramref name="clock"/>.</summary>
    protected Worker(int index, TimeProvider clock)
    {
        Index = index;
        Clock = clock;
        Timers = new TimerWheel(clock);
    }

    /// <summary>Its place in its group, from 0.</summary>
    public int Index { get; }

    /// <summary>The time that everything on this worker goes by.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The worker's own timers; to be used on the worker only.</summary>
    public TimerWheel Timers { get; }

    /// <summary>Whether the caller is running on this worker.</summary>
    public abstract bool IsCurrent { get; }

    /// <summary>Has <paramref name="action"/> run on this worker, after what was posted before. Safe from any thread.</summary>
    public void Post(Action<object?> action, object? state)
    {
        _posted.Enqueue((action, state));
        if (!IsCurrent) Wake();
    }

    /// <summary>Runs <paramref name="action"/> at once when called on this worker, otherwise posts it.</summary>
    public void Run(Action<object?> action, object? state)
    {
        if (IsCurrent) action(state);
        else Post(action, state);
    }

    /// <summary>Runs <paramref name="action"/> on this worker and completes when it has run, with its exception if it threw.</summary>
    public Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(
            _ =>
            {
                try
                {
                    action();
                    done.SetResult();
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            null);
        return done.Task;
    }

    /// <summary>
    /// Has <paramref name="handler"/> called once at the end of the worker's present turn: after everything that is ready,
    /// posted and due. On the worker only.
    /// </summary>
    public void AtTurnEnd(ITurnEndHandler handler)
    {
        if (_turnEndCount == _turnEnd.Length) Array.Resize(ref _turnEnd, _turnEndCount * 2);
        _turnEnd[_turnEndCount++] = handler;
    }

    /// <summary>
    /// Has code run on the worker's thread, between two turns, that may not come back. Safe from any thread. What it posts to the worker follows in the same turn.
    /// </summary>
    /// <returns>Whether it will run; false of a worker that has stopped, or has lent so many threads that never came back that it lends no more.</returns>
    public abstract bool TryLend(IGuest guest);

    /// <summary>Interrupts the worker's sleep, if it sleeps. Called from any thread.</summary>
    protected abstract void Wake();

    /// <summary>Whether something is posted that has not run.</summary>
    protected bool HasPosted => !_posted.IsEmpty;

    /// <summary>Runs what has been posted so far; what that posts in turn waits for the next turn. Returns whether anything ran.</summary>
    protected bool RunPosted()
    {
        if (_posted.IsEmpty) return false;
        var count = _posted.Count;
        for (var i = 0; i < count && _posted.TryDequeue(out var work); i++)
        {
            try
            {
                work.Action(work.State);
            }
            catch (Exception e)
            {
                OnUnhandled(e);
            }
        }

        return true;
    }

    /// <summary>Calls those who asked for the turn's end, also the ones who ask while it is running.</summary>
    protected void RunTurnEnd()
    {
        for (var i = 0; i < _turnEndCount; i++)
        {
            try
            {
                _turnEnd[i].OnTurnEnd();
            }
            catch (Exception e)
            {
                OnUnhandled(e);
            }
        }

        _turnEndCount = 0;
    }

    /// <summary>An action threw: its work is lost, the worker goes on.</summary>
    protected abstract void OnUnhandled(Exception exception);
}
