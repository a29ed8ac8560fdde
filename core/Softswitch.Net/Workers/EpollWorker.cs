using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>
/// A worker with a thread and an epoll of its own. One turn: ready descriptors, posted work, timers, what was gathered
/// for the turn's end; then it waits for the next. An exception in any of them is reported and counted, and ends nothing else.
/// </summary>
public sealed unsafe partial class EpollWorker : Worker, IDisposable
{
    private const int LongestSleep = 1000;
    private const int DrainTurns = 1000;
    private const int EventsPerTurn = 256;

    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;
    private readonly int _wakeDescriptor;
    private readonly string _name;
    private readonly WakeRate _rate;
    private readonly EpollEvents _events = new(EventsPerTurn);
    private IReadyHandler?[] _handlers = new IReadyHandler?[64];
    private ReceiveBatch? _receiveBatch;
    private SendBatch? _sendBatch;
    private int _sleeping;
    private long _unhandled;
    private long _turns;
    private volatile bool _stopping;

    /// <summary>A worker that begins to run with <see cref="Start"/>. Throws <see cref="IOException"/> when the system has no descriptors left.</summary>
    public EpollWorker(int index, TimeProvider clock, EpollWorkerOptions? options = null)
        : base(index, clock)
    {
        options ??= new EpollWorkerOptions();
        _rate = new WakeRate(clock, options.CollectEvery);
        var epoll = LibC.EpollCreate(LibC.CloseOnExec);
        if (epoll < 0) throw LibC.Failure("opening an epoll");
        _epoll = new SafeFileHandle(epoll, ownsHandle: true);
        _wakeDescriptor = LibC.EventDescriptor(0, LibC.CloseOnExec | LibC.NonBlocking);
        if (_wakeDescriptor < 0) throw LibC.Failure("opening an eventfd");
        _wake = new SafeFileHandle(_wakeDescriptor, ownsHandle: true);
        // Edge-triggered: every write wakes once, and it never has to be read.
        if (EpollEvents.Control(_epoll, LibC.EpollAdd, _wakeDescriptor, (uint)ReadyEvents.Readable | EpollEvents.EdgeTriggered) < 0)
            throw LibC.Failure("watching an eventfd");
        _name = $"{options.Name} {index}";
        _patience = options.GuestPatience;
        _thread = NewThread();
    }

    /// <summary>Told when something that ran on it threw, on its thread, or that of a guest.</summary>
    public Action<Exception>? Unhandled { get; set; }

    /// <summary>Exceptions so far. Safe from any thread.</summary>
    public long UnhandledCount => Interlocked.Read(ref _unhandled);

    /// <summary>Turns so far, each at least one system call. Safe from any thread.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <inheritdoc/>
    public override bool IsCurrent => Volatile.Read(ref _current) == Thread.CurrentThread;

    /// <summary>Whether its thread is alive.</summary>
    public bool IsRunning => _thread.IsAlive;

    /// <summary>The receive buffers that all UDP sockets of this worker share.</summary>
    internal ReceiveBatch ReceiveBatch => _receiveBatch ??= new ReceiveBatch();

    /// <summary>The outgoing datagrams of all UDP sockets of this worker.</summary>
    internal SendBatch SendBatch => _sendBatch ??= new SendBatch(this);

    /// <summary>Starts the thread; once.</summary>
    public void Start() => _thread.Start();

    /// <summary>
    /// Has <paramref name="handler"/> called when <paramref name="descriptor"/> (non-blocking, still owned by the
    /// caller) is ready. On the worker, or before it is started.
    /// </summary>
    public void Register(int descriptor, IReadyHandler handler, ReadyEvents interest = ReadyEvents.Readable)
    {
        Debug.Assert(IsCurrent || !_thread.IsAlive, "descriptors belong to the worker's own thread");
        if (descriptor >= _handlers.Length) Array.Resize(ref _handlers, Math.Max(_handlers.Length * 2, descriptor + 1));
        if (EpollEvents.Control(_epoll, LibC.EpollAdd, descriptor, (uint)interest) < 0) throw LibC.Failure("watching a descriptor");
        _handlers[descriptor] = handler;
    }

    /// <summary>Changes what a registered descriptor is watched for. On the worker only.</summary>
    public void SetInterest(int descriptor, ReadyEvents interest)
    {
        if (EpollEvents.Control(_epoll, LibC.EpollModify, descriptor, (uint)interest) < 0) throw LibC.Failure("watching a descriptor");
    }

    /// <summary>Ends the watching, before the descriptor is closed. No effect when it is not registered. On the worker, or when it does not run.</summary>
    public void Unregister(int descriptor)
    {
        if (descriptor >= _handlers.Length || _handlers[descriptor] is null) return;
        _handlers[descriptor] = null;
        if (!_epoll.IsClosed) _ = EpollEvents.Control(_epoll, LibC.EpollDelete, descriptor, 0);
    }

    /// <summary>
    /// Ends the watching of a descriptor that is closed right after, and of which there is no duplicate: the kernel then
    /// takes it out of the epoll by itself. As <see cref="Unregister"/> otherwise.
    /// </summary>
    internal void Forget(int descriptor)
    {
        if (descriptor < _handlers.Length) _handlers[descriptor] = null;
    }

    /// <summary>
    /// Ends the worker after everything posted so far, and what that posts, has run. Waits for it unless called on the
    /// worker itself. What is posted later never runs.
    /// </summary>
    public void Stop()
    {
        _stopping = true;
        Wake();
        if (!IsCurrent) JoinThread();
    }

    /// <summary>Stops the worker and gives its descriptors back.</summary>
    public void Dispose()
    {
        Stop();
        if (IsCurrent) return;
        _watch?.Dispose();
        _wake.Dispose();
        _epoll.Dispose();
        _events.Dispose();
        _receiveBatch?.Dispose();
        _receiveBatch = null;
        _sendBatch?.Dispose();
        _sendBatch = null;
    }

    /// <summary>Counts and reports an exception of work that goes on without it.</summary>
    internal void Report(Exception exception) => OnUnhandled(exception);

    /// <inheritdoc/>
    protected override void Wake()
    {
        // The barrier orders the caller's enqueueing before the look at the flag; the worker does the reverse.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 0 || Interlocked.Exchange(ref _sleeping, 0) == 0) return;
        var one = 1UL;
        try
        {
            _ = LibC.Write(_wake, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // It ended in between; there is nobody to wake.
        }
    }

    /// <inheritdoc/>
    protected override void OnUnhandled(Exception exception)
    {
        Interlocked.Increment(ref _unhandled);
        try
        {
            Unhandled?.Invoke(exception);
        }
        catch (Exception)
        {
            // Whoever reports exceptions must not end the worker with one of its own.
            Interlocked.Increment(ref _unhandled);
        }
    }

    private void Loop()
    {
        var tenure = new Tenure();
        Volatile.Write(ref _current, Thread.CurrentThread);
        while (!_stopping)
        {
            if (!TryTurn(Collect(), tenure)) return;
        }

        for (var turn = 0; turn < DrainTurns && (HasPosted || HasGuests); turn++)
        {
            if (!TryTurn(0, tenure)) return;
        }

        Volatile.Write(ref _current, null);
    }

    /// <summary>One turn; false where the thread is no longer the worker's.</summary>
    private bool TryTurn(int ready, Tenure tenure)
    {
        for (var i = 0; i < ready; i++)
        {
            if (i + 1 < ready) Processor.Prefetch(HandlerOf(_events.DescriptorAt(i + 1)));
            Dispatch(_events.DescriptorAt(i), (ReadyEvents)_events.EventsAt(i));
        }

        RunDue();
        Volatile.Write(ref _turns, _turns + 1);
        return _guests.IsEmpty || TryRunGuests(tenure);
    }

    /// <summary>What is posted, then what is due, then what was gathered for the end.</summary>
    private void RunDue()
    {
        _ = RunPosted();
        FireTimers();
        RunTurnEnd();
    }

    private int Collect()
    {
        Pause(_rate.BeforeCollecting());
        var timeout = HasPosted || HasGuests || _rate.IsBusy ? 0 : Timers.UntilNext(LongestSleep);
        if (timeout > 0)
        {
            Interlocked.Exchange(ref _sleeping, 1);
            if (HasPosted || HasGuests || _stopping) timeout = 0;
        }

        var ready = LibC.EpollWait((int)_epoll.DangerousGetHandle(), _events.Pointer, _events.Capacity, timeout);
        Volatile.Write(ref _sleeping, 0);
        if (ready < 0 && LibC.LastError != LibC.Interrupted) OnUnhandled(LibC.Failure("waiting for descriptors"));
        _rate.Collected(ready > 0 || HasPosted || HasGuests);
        return Math.Max(ready, 0);
    }

    private static void Pause(TimeSpan time)
    {
        if (time <= TimeSpan.Zero) return;
        var request = new LibC.TimeSpec { Nanoseconds = time.Ticks * 100 };
        _ = LibC.Sleep(&request, null);
    }

    private IReadyHandler? HandlerOf(int descriptor) => (uint)descriptor < (uint)_handlers.Length ? _handlers[descriptor] : null;

    private void Dispatch(int descriptor, ReadyEvents events)
    {
        if (HandlerOf(descriptor) is not { } handler) return;
        try
        {
            handler.OnReady(events);
        }
        catch (Exception e)
        {
            OnUnhandled(e);
        }
    }

    private void FireTimers()
    {
        while (true)
        {
            try
            {
                Timers.Advance();
                return;
            }
            catch (Exception e)
            {
                OnUnhandled(e);
            }
        }
    }
}
