using Microsoft.Win32.SafeHandles;

namespace Softswitch.Media;

/// <summary>
/// Records what one or two ends say into a WAV file. Its sides are listeners of streams, on any workers; what they hear is written by a <see cref="RecordingWriter"/>. Ends once: when it is stopped, has become
/// as long as it may, has heard nothing for long enough, or can no more be written. Safe from any thread.
/// </summary>
public sealed class Recorder
{
    private const int PiecesPerSecond = 2;

    /// <summary>How far one side may be behind the other before it counts as silent.</summary>
    private static readonly TimeSpan MostApart = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly RecordedSide _first;
    private readonly RecordedSide _second;
    private readonly TaskCompletionSource<RecordingEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? _began;
    private TimeSpan _leftOut;
    private TimeSpan? _leftOutFrom;
    private bool _isPaused;
    private RecordingEnd? _end;
    private WavFileWriter? _file;
    private readonly Func<string, SafeFileHandle> _open;
    private readonly short[] _left;
    private readonly short[] _right;
    private readonly short[] _both;
    private long _written;
    private long _overruns;

    internal Recorder(string path, RecordingOptions options, Func<string, SafeFileHandle>? open = null)
    {
        _open = open ?? (static path => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete));
        options.Check();
        Path = path;
        Options = options;
        _first = new RecordedSide(this, options.SampleRate, isFirst: true);
        _second = new RecordedSide(this, options.SampleRate, isFirst: false);
        _left = new short[options.SampleRate / PiecesPerSecond];
        _right = new short[_left.Length];
        _both = new short[_left.Length * 2];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How it is made.</summary>
    public RecordingOptions Options { get; }

    /// <summary>Hears the first side: the left channel.</summary>
    public ISoundListener First => _first;

    /// <summary>Hears the second side.</summary>
    public ISoundListener Second => _second;

    /// <summary>Completes when all of it is written and the file is closed.</summary>
    public Task<RecordingEnd> Ended => _ended.Task;

    /// <summary>What went wrong with the file, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How long it is, as far as it is written.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Interlocked.Read(ref _written) / Options.SampleRate);

    /// <summary>Pieces of 20 ms that were lost because the disk took too long.</summary>
    public long Overruns => Interlocked.Read(ref _overruns);

    /// <summary>What is said from now on is left out, and the time that it takes: card numbers. No effect while it pauses.</summary>
    public void Pause()
    {
        lock (_lock) _isPaused = true;
    }

    /// <summary>Records on.</summary>
    public void Resume()
    {
        lock (_lock) _isPaused = false;
    }

    /// <summary>Ends it; what was heard so far is written.</summary>
    public void Stop() => End(RecordingEnd.Stopped);

    /// <summary>The place of an instant in the recording; null where it has none.</summary>
    internal TimeSpan? PlaceOf(TimeSpan at)
    {
        lock (_lock)
        {
            if (_end is not null) return null;
            _began ??= at;
            if (_isPaused)
            {
                _leftOutFrom ??= at;
                return null;
            }

            if (_leftOutFrom is { } from) _leftOut += at - from;
            _leftOutFrom = null;
            var place = at - _began.Value - _leftOut;
            if (place >= Options.Longest) _end = RecordingEnd.Longest;
            return _end is null && place >= TimeSpan.Zero ? place : null;
        }
    }

    /// <summary>It is over; the first reason counts.</summary>
    internal void End(RecordingEnd end)
    {
        lock (_lock) _end ??= end;
    }

    /// <summary>The disk is too slow.</summary>
    internal void OnOverrun() => Interlocked.Increment(ref _overruns);

    /// <summary>Writes what has been heard; on the writer's thread.</summary>
    /// <returns>Whether there will be more.</returns>
    internal bool WriteOn()
    {
        RecordingEnd? end;
        lock (_lock) end = _end;
        try
        {
            _file ??= new WavFileWriter(_open(Path), Options.SampleRate, Options.IsStereo ? 2 : 1);
            WriteUpTo(end is null ? Ready : Math.Max(_first.Filled, _second.Filled));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e;
            end = RecordingEnd.Failed;
            End(RecordingEnd.Failed);
        }

        if (end is not { } over) return true;
        _file?.Dispose();
        _ended.TrySetResult(over);
        return false;
    }

    private long Ready
    {
        get
        {
            var (first, second) = (_first.Filled, _second.Filled);
            return Math.Max(Math.Min(first, second), Math.Max(first, second) - (long)(MostApart.TotalSeconds * Options.SampleRate));
        }
    }

    private void WriteUpTo(long ready)
    {
        for (var position = _written; position < ready;)
        {
            var count = (int)Math.Min(ready - position, _left.Length);
            var left = _left.AsSpan(0, count);
            var right = _right.AsSpan(0, count);
            _first.Take(position, left);
            _second.Take(position, right);
            var both = _both.AsSpan(0, Options.IsStereo ? 2 * count : count);
            if (Options.IsStereo) Interleave(left, right, both);
            else Mix(left, right, both);
            _file!.Write(both);
            position += count;
            Interlocked.Exchange(ref _written, position);
        }
    }

    private static void Mix(ReadOnlySpan<short> left, ReadOnlySpan<short> right, Span<short> both)
    {
        for (var i = 0; i < left.Length; i++) both[i] = (short)Math.Clamp(left[i] + right[i], short.MinValue, short.MaxValue);
    }

    private static void Interleave(ReadOnlySpan<short> left, ReadOnlySpan<short> right, Span<short> both)
    {
        for (var i = 0; i < left.Length; i++)
        {
            both[2 * i] = left[i];
            both[(2 * i) + 1] = right[i];
        }
    }
}
