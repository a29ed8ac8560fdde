namespace Softswitch.Net;

/// <summary>
/// The workers of one kind (signalling, media). Work with a key, such as a call, always goes to the worker of that key.
/// </summary>
public sealed class WorkerGroup : IDisposable
{
    private readonly EpollWorker[] _workers;

    /// <summary><paramref name="count"/> workers (1 or more) that begin to run with <see cref="Start"/>.</summary>
    public WorkerGroup(int count, TimeProvider clock, EpollWorkerOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _workers = new EpollWorker[count];
        for (var i = 0; i < count; i++)
            _workers[i] = new EpollWorker(i, clock, options) { Unhandled = exception => Unhandled?.Invoke(exception) };
    }

    /// <summary>Told, on the worker in question, when something that ran on it threw.</summary>
    public Action<Exception>? Unhandled { get; set; }

    /// <summary>How many there are.</summary>
    public int Count => _workers.Length;

    /// <summary>The worker at <paramref name="index"/>, from 0.</summary>
    public EpollWorker this[int index] => _workers[index];

    /// <summary>Exceptions on all of them so far.</summary>
    public long UnhandledCount => _workers.Sum(worker => worker.UnhandledCount);

    /// <summary>Which of <paramref name="count"/> workers a key belongs to; for a call the key is its Call-ID.</summary>
    public static int IndexOf(ReadOnlySpan<byte> key, int count) => count == 1 ? 0 : (int)(StableHash.Of(key) % (uint)count);

    /// <summary>The worker that a key belongs to; for a call the key is its Call-ID.</summary>
    public EpollWorker For(ReadOnlySpan<byte> key) => _workers[IndexOf(key, _workers.Length)];

    /// <summary>Starts all threads; once.</summary>
    public void Start()
    {
        foreach (var worker in _workers) worker.Start();
    }

    /// <summary>Ends all workers after what was posted has run, and waits for them.</summary>
    public void Stop()
    {
        foreach (var worker in _workers) worker.Stop();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        foreach (var worker in _workers) worker.Dispose();
    }
}
