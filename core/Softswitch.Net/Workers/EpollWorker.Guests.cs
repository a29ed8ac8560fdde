using System.Collections.Concurrent;

namespace Softswitch.Net;

/// <content>
/// Guests: code that may not come back runs on the worker's own thread, because a thread of its own would cost two wake-ups, many times what such code costs. It runs as the last thing
/// of a turn, with nothing of the worker's on the stack, so the thread can be left to it at any time: another one goes on with the next turn.
/// </content>
public sealed unsafe partial class EpollWorker
{
    private const int MostAway = 16;
    private const int GuestRounds = 8;

    private readonly ConcurrentQueue<IGuest> _guests = new();
    private readonly TimeSpan _patience;
    private GuestWatch? _watch;
    private Thread _thread;
    private Thread? _current;
    private int _away;

    /// <summary>Threads that guests have kept and not brought back yet.</summary>
    public int ThreadsAway => Volatile.Read(ref _away);

    private bool HasGuests => !_guests.IsEmpty;

    /// <inheritdoc/>
    public override bool TryLend(IGuest guest)
    {
        if (_stopping || ThreadsAway >= MostAway) return false;
        _guests.Enqueue(guest);
        if (!IsCurrent) Wake();
        return true;
    }

    /// <summary>Runs the guests that wait, and what they post to the worker: a call that goes from one to the other does not wait for the next turn. False where one kept the thread.</summary>
    private bool TryRunGuests(Tenure tenure)
    {
        _watch ??= new GuestWatch($"{_name} watch", _patience, (tenure, lentAt) => tenure.TryEnd(lentAt, OnOverstayed));
        for (var round = 0; round < GuestRounds && HasGuests; round++)
        {
            for (var left = _guests.Count; left > 0 && _guests.TryDequeue(out var guest); left--)
            {
                if (!TryRun(guest, tenure)) return false;
            }

            RunDue();
        }

        return true;
    }

    private bool TryRun(IGuest guest, Tenure tenure)
    {
        Volatile.Write(ref _current, null);
        tenure.Lend(guest, Clock.GetTimestamp());
        _watch!.OnLent(tenure);
        try
        {
            guest.Run();
        }
        catch (Exception e)
        {
            OnUnhandled(e);
        }

        if (tenure.TryTakeBack())
        {
            Volatile.Write(ref _current, Thread.CurrentThread);
            return true;
        }

        Interlocked.Decrement(ref _away);
        guest.OnLeft();
        return false;
    }

    /// <summary>Another thread takes the worker over. On the watch's thread.</summary>
    private void OnOverstayed(IGuest guest)
    {
        Interlocked.Increment(ref _away);
        try
        {
            guest.OnOverstayed();
        }
        catch (Exception e)
        {
            OnUnhandled(e);
        }

        var next = NewThread();
        Volatile.Write(ref _thread, next);
        next.Start();
    }

    private Thread NewThread() => new(Loop) { IsBackground = true, Name = _name };

    /// <summary>Waits for whichever thread is the worker's in the end.</summary>
    private void JoinThread()
    {
        while (Volatile.Read(ref _thread) is { IsAlive: true } thread) _ = thread.Join(_patience);
    }
}
