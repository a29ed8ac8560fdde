using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Dialplan.Engine;

/// <summary>
/// A few threads of its own for the code of plugins. One that stays in a piece of work counts as blocked after 100 ms: a fresh one takes its
/// place, up to a bound, and it ends when it comes back.
/// </summary>
public sealed class StepExecutor : IStepExecutor, IDisposable
{
    private readonly StepExecutorOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Queue<object> _ready = new();
    private readonly List<StepThread> _threads = [];
    private readonly ManualResetEventSlim _stopped = new();
    private int _working;

    /// <summary>Starts the threads.</summary>
    /// <param name="options">How many.</param>
    /// <param name="clock">Tells how long a thread has been busy.</param>
    public StepExecutor(StepExecutorOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        lock (_gate)
        {
            for (var i = 0; i < options.Threads; i++) Add();
        }

        new Thread(Watch) { IsBackground = true, Name = "steps-watch" }.Start();
    }

    /// <summary>Threads that there are, the blocked ones included.</summary>
    public int ThreadCount
    {
        get
        {
            lock (_gate) return _threads.Count;
        }
    }

    /// <summary>Threads that are blocked.</summary>
    public int BlockedCount
    {
        get
        {
            lock (_gate) return _threads.Count - _working;
        }
    }

    /// <inheritdoc/>
    public SynchronizationContext NewStrand(IStrandOwner owner) => new StepStrand(this, owner, null);

    /// <inheritdoc/>
    public SynchronizationContext NewStrand(IStrandOwner owner, ICallQueue home) => new StepStrand(this, owner, home);

    /// <inheritdoc/>
    public void Run(SendOrPostCallback work, object? state) => Schedule(new LooseWork(work, state));

    /// <summary>Ends the threads once they have nothing to do; those that are blocked end with the process.</summary>
    public void Dispose()
    {
        _stopped.Set();
        lock (_ready) Monitor.PulseAll(_ready);
    }

    internal void Schedule(object work)
    {
        lock (_ready)
        {
            _ready.Enqueue(work);
            Monitor.Pulse(_ready);
        }
    }

    private void Add()
    {
        var thread = new StepThread();
        _threads.Add(thread);
        _working++;
        new Thread(() => Work(thread)) { IsBackground = true, Name = "steps" }.Start();
    }

    private void Work(StepThread self)
    {
        // What a plugin leaves in an AsyncLocal is not the next one's.
        var clean = ExecutionContext.Capture()!;
        while (Next() is { } work)
        {
            self.Begin(work, _clock.GetTimestamp());
            if (RunOne(work)) Schedule(work);
            self.End();
            ExecutionContext.Restore(clean);
            if (self.IsBlocked && !Return(self, work as StepStrand)) return;
        }
    }

    /// <summary>
    /// Waits for work; null once there will be none. The wait is the monitor's, which goes to sleep at once: a semaphore spins before it does, and with some hundred steps a second that costs more than the steps.
    /// </summary>
    private object? Next()
    {
        lock (_ready)
        {
            object? work;
            while (!_ready.TryDequeue(out work))
            {
                if (_stopped.IsSet) return null;
                Monitor.Wait(_ready);
            }

            return work;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A plugin's callback may throw whatever it likes; it must not end the process.")]
    private static bool RunOne(object work)
    {
        if (work is StepStrand strand) return strand.RunTurn();
        SynchronizationContext.SetSynchronizationContext(null);
        var loose = (LooseWork)work;
        try
        {
            loose.Work(loose.State);
        }
        catch (Exception)
        {
            // Cancelling a token throws what its callbacks threw: the step's own matter, whose result says how it went.
        }

        return false;
    }

    /// <summary>A thread comes back that was given up for blocked: it works on where one is missing, else it ends.</summary>
    private bool Return(StepThread self, StepStrand? strand)
    {
        strand?.Owner.OnUnblocked(self.Blocked);
        lock (_gate)
        {
            self.Blocked = null;
            if (_working < _options.Threads)
            {
                self.IsBlocked = false;
                _working++;
                return true;
            }

            _threads.Remove(self);
            return false;
        }
    }

    private void Watch()
    {
        while (!_stopped.Wait(_options.BlockedAfter / 2))
        {
            var now = _clock.GetTimestamp();
            lock (_gate)
            {
                for (var i = _threads.Count - 1; i >= 0; i--) Examine(_threads[i], now);
                while (_working < _options.Threads && _threads.Count < _options.MostThreads) Add();
            }
        }
    }

    private void Examine(StepThread thread, long now)
    {
        if (thread.IsBlocked || thread.Since is not (> 0 and var since) || _clock.GetElapsedTime(since, now) < _options.BlockedAfter) return;
        thread.IsBlocked = true;
        _working--;
        thread.Blocked = (thread.Current as StepStrand)?.Owner.OnBlocked();
    }

    private sealed record LooseWork(SendOrPostCallback Work, object? State);

    /// <summary>What a thread is at.</summary>
    private sealed class StepThread
    {
        private long _since;

        /// <summary>When it began with its work; 0 of an idle one.</summary>
        public long Since => Volatile.Read(ref _since);

        public object? Current { get; private set; }

        /// <summary>What the owner of the work that blocks it wants to be told when it comes back.</summary>
        public object? Blocked { get; set; }

        /// <summary>Whether it was given up for blocked. Guarded by the executor's gate.</summary>
        public bool IsBlocked { get; set; }

        public void Begin(object work, long now)
        {
            Current = work;
            Volatile.Write(ref _since, Math.Max(1, now));
        }

        public void End()
        {
            Volatile.Write(ref _since, 0);
            Current = null;
        }
    }
}
