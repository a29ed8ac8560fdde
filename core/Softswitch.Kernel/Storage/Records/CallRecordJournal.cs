using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Softswitch.Kernel.Storage;

/// <summary>Sizes and times of the journal.</summary>
public sealed record CallRecordJournalOptions
{
    /// <summary>Records kept in memory at most while the disk does not take them; more are dropped and counted. Default 100 000.</summary>
    public int Capacity { get; init; } = 100_000;

    /// <summary>Bytes after which a new segment is begun. Default 1 MB, some 1500 records.</summary>
    public long SegmentLength { get; init; } = 1 << 20;

    /// <summary>
    /// Shortest time between two writes, so that under load many records share one; a record that comes alone is written at
    /// once. Default 20 ms; what waits is lost when the process is killed.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How often the disk is made to keep what is written. Default 200 ms; what is written since is lost when the power fails.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Pause after the disk refused to take something. Default 1 s.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Call records on local disk, before and whatever happens to the database. Calls only enqueue; one thread writes. A
/// record is in the file (and survives a kill -9) within <see cref="CallRecordJournalOptions.Linger"/>, and on the disk
/// (and survives the end of the power) within <see cref="CallRecordJournalOptions.SyncInterval"/>. When the disk is full
/// records wait in memory, up to a bound, and calls are not affected. <see cref="CallRecordMover"/> takes them on.
/// </summary>
public sealed class CallRecordJournal : ICallRecordSink, IDisposable
{
    private const int MostAtOnce = 512;

    private readonly ConcurrentQueue<CallRecord> _queue = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ManualResetEvent _stopped = new(initialState: false);
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly Utf8JsonWriter _json;
    private readonly CallRecordJournalOptions _options;
    private readonly JournalWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private int _queued;
    private long _appended;
    private long _dropped;
    private long _failures;
    private bool _failing;
    private long _synchronised;
    private int _sleeps;
    private int _isFull;
    private volatile bool _stopping;

    /// <summary>Opens the journal in a folder that exists; what earlier processes left there is taken on by the mover.</summary>
    public CallRecordJournal(string folder, CallRecordJournalOptions options, TimeProvider clock, ILogger logger)
        : this(new JournalFolder(folder), options, clock, logger)
    {
    }

    internal CallRecordJournal(JournalFolder folder, CallRecordJournalOptions options, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _writer = new JournalWriter(folder, options.SegmentLength);
        _json = new Utf8JsonWriter(_scratch);
        Reader = new JournalReader(folder, _writer);
        _thread = new Thread(Run) { IsBackground = true, Name = "call record journal" };
        _thread.Start();
    }

    /// <summary>Records not yet written to the file.</summary>
    public int Queued => Math.Max(0, Volatile.Read(ref _queued));

    /// <summary>Records written to the file.</summary>
    public long Appended => Interlocked.Read(ref _appended);

    /// <summary>Records lost because the queue was full or they could not be written as JSON.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Attempts to write that failed: a full disk.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Whether the disk refused the last write.</summary>
    public bool IsFailing => Volatile.Read(ref _failing);

    /// <summary>Reads from the oldest record on.</summary>
    internal JournalReader Reader { get; }

    /// <summary>Called, on the journal's thread, when records were written.</summary>
    internal Action? OnAppended { get; set; }

    /// <inheritdoc/>
    public bool TryAppend(CallRecord record)
    {
        if (Volatile.Read(ref _queued) >= _options.Capacity)
        {
            Interlocked.Increment(ref _dropped);
            if (Interlocked.Exchange(ref _isFull, 1) == 0)
                _logger.LogError("Call records are lost: {Capacity} wait and the disk takes none", _options.Capacity);
            return false;
        }

        _queue.Enqueue(record);
        // The increment orders the enqueueing before the look at the flag; the thread does the reverse.
        Interlocked.Increment(ref _queued);
        if (Volatile.Read(ref _sleeps) != 0 && Interlocked.Exchange(ref _sleeps, 0) != 0) _wake.Set();
        return true;
    }

    /// <summary>Writes what is queued and ends. Records that the disk does not take are given up, with an error in the log.</summary>
    public void Stop()
    {
        _stopping = true;
        _stopped.Set();
        _wake.Set();
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        Reader.Dispose();
        _writer.Dispose();
        _json.Dispose();
        _wake.Dispose();
        _stopped.Dispose();
    }

    private void Run()
    {
        _synchronised = _clock.GetTimestamp();
        while (!_stopping)
        {
            WriteQueue();
            if (_writer.IsDirty && UntilSync() == TimeSpan.Zero) Guarded(_writer.Synchronise);
            Sleep();
        }

        WriteQueue();
        Guarded(_writer.Close);
    }

    private void WriteQueue()
    {
        while (Serialise() is var count and > 0) WriteOut(count);
    }

    /// <summary>
    /// Between two writes a fixed time, so that many records share one wake-up; when none came for that long, until one comes.
    /// </summary>
    private void Sleep()
    {
        _stopped.WaitOne(_options.Linger);
        Interlocked.Exchange(ref _sleeps, 1);
        if (_queue.IsEmpty && !_stopping) _wake.WaitOne(UntilSync());
        Interlocked.Exchange(ref _sleeps, 0);
    }

    private TimeSpan UntilSync()
    {
        if (!_writer.IsDirty) return Timeout.InfiniteTimeSpan;
        var left = _options.SyncInterval - _clock.GetElapsedTime(_synchronised);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private int Serialise()
    {
        _lines.ResetWrittenCount();
        var count = 0;
        while (count < MostAtOnce && _queue.TryDequeue(out var record))
        {
            if (TrySerialise(record)) count++;
        }

        return count;
    }

    // One record that cannot be written must not end the thread that writes all others.
    private bool TrySerialise(CallRecord record)
    {
        try
        {
            JournalLine.Write(record, _lines, _json, _scratch);
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            _logger.LogError("The record of call {CallId} of {Account} cannot be written: {Reason}", record.CallerCallId, record.Account, e.Message);
            Interlocked.Increment(ref _dropped);
            Interlocked.Decrement(ref _queued);
            return false;
        }
    }

    /// <summary>Writes the lines; waits for the disk as long as it takes, but not beyond the end.</summary>
    private void WriteOut(int count)
    {
        while (!Guarded(() => _writer.Append(_lines.WrittenSpan)))
        {
            if (_stopped.WaitOne(_options.RetryInterval))
            {
                _logger.LogError("{Count} call records are lost: the disk did not take them before the end", count);
                Interlocked.Add(ref _dropped, count);
                Interlocked.Add(ref _queued, -count);
                return;
            }
        }

        Interlocked.Add(ref _appended, count);
        Interlocked.Add(ref _queued, -count);
        Volatile.Write(ref _isFull, 0);
        OnAppended?.Invoke();
    }

    private bool Guarded(Action action)
    {
        try
        {
            action();
            if (_failing) _logger.LogInformation("The disk takes call records again");
            Volatile.Write(ref _failing, false);
            _synchronised = _writer.IsDirty ? _synchronised : _clock.GetTimestamp();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _failures);
            _synchronised = _clock.GetTimestamp();
            if (!_failing) _logger.LogError("The disk does not take call records ({Reason}); they are kept in memory, make room", e.Message);
            Volatile.Write(ref _failing, true);
            return false;
        }
    }
}
