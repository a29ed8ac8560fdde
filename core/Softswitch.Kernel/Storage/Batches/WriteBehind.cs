using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Softswitch.Kernel.Storage;

/// <summary>How much is gathered and how long.</summary>
public sealed record WriteBehindOptions
{
    /// <summary>Items kept at most while the database is away or slow; more are dropped and counted. Default 200 000.</summary>
    public int Capacity { get; init; } = 200_000;

    /// <summary>Items written at a time at most. Default 2000.</summary>
    public int BatchSize { get; init; } = 2000;

    /// <summary>How long the first item of a batch waits for others. Default 500 ms; what waits is lost when the process is killed.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>
/// A bounded queue in front of the database: enqueuing is a few interlocked instructions on the caller's thread, batches
/// are written in order behind it, and an outage is waited out.
/// </summary>
public sealed class WriteBehind<T> : IAsyncDisposable
{
    private readonly ConcurrentQueue<T> _queue = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly BackgroundLoop _loop = new();
    private readonly WriteBehindOptions _options;
    private readonly PersistentWriter<T> _writer;
    private readonly TimeProvider _clock;
    private readonly string _name;
    private readonly ILogger _logger;
    private int _length;
    private int _isFull;
    private long _dropped;

    /// <summary>Begins to write what is enqueued.</summary>
    /// <param name="name">What is written, for logs: <c>registrations</c>.</param>
    /// <param name="write">Writes a batch as a whole or throws.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="clock">Time for waiting.</param>
    /// <param name="logger">For outages and losses.</param>
    public WriteBehind(
        string name, Func<ArraySegment<T>, CancellationToken, Task> write, WriteBehindOptions options, TimeProvider clock, ILogger logger)
    {
        _name = name;
        _options = options;
        _clock = clock;
        _logger = logger;
        _writer = new PersistentWriter<T>(name, write, DatabaseErrors.IsRefusal, static (_, _) => { }, clock, logger);
        _loop.Start(RunAsync);
    }

    /// <summary>Items enqueued and not yet written.</summary>
    public int Length => Math.Max(0, Volatile.Read(ref _length));

    /// <summary>Items written.</summary>
    public long Written => _writer.Written;

    /// <summary>Items lost because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Items the database refuses for good.</summary>
    public long Refused => _writer.Refused;

    /// <summary>Attempts to write that failed.</summary>
    public long Failures => _writer.Failures;

    /// <summary>Hands an item over; false when the queue is full. Never blocks; safe from any thread.</summary>
    public bool TryEnqueue(T item)
    {
        if (Volatile.Read(ref _length) >= _options.Capacity)
        {
            Interlocked.Increment(ref _dropped);
            if (Interlocked.Exchange(ref _isFull, 1) == 0)
                _logger.LogError("{Name}: the queue of {Capacity} is full, more are lost until the database takes them", _name, _options.Capacity);
            return false;
        }

        _queue.Enqueue(item);
        if (Interlocked.Increment(ref _length) == 1) _wake.Release();
        return true;
    }

    /// <summary>Writes what is enqueued and ends; what cannot be written until <paramref name="deadline"/> is given up.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _loop.StopAsync(deadline);
        if (Length > 0) _logger.LogError("{Name}: {Count} were not written before the end", _name, Length);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new T[_options.BatchSize];
        while (await WaitAsync())
        {
            try
            {
                while (Fill(batch) is var count and > 0)
                {
                    await _writer.WriteAsync(new ArraySegment<T>(batch, 0, count), _loop.GivingUp);
                    Array.Clear(batch, 0, count);
                    Interlocked.Add(ref _length, -count);
                    Volatile.Write(ref _isFull, 0);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Waits for items, then for some more; false when there will be none.</summary>
    private async Task<bool> WaitAsync()
    {
        try
        {
            if (_queue.IsEmpty) await _wake.WaitAsync(_loop.Stopping);
            await Task.Delay(_options.Linger, _clock, _loop.Stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return !_queue.IsEmpty;
        }
    }

    private int Fill(T[] batch)
    {
        var count = 0;
        while (count < batch.Length && _queue.TryDequeue(out var item)) batch[count++] = item;
        return count;
    }
}
