namespace Softswitch.Media;

/// <summary>Writes all recordings to their files, five times a second, on a thread that nothing else waits for. Safe from any thread.</summary>
public sealed class RecordingWriter : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly List<Recorder> _recorders = [];
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;

    /// <summary>Begins to write.</summary>
    public RecordingWriter(TimeProvider clock)
    {
        _timer = new PeriodicTimer(Period, clock);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Recordings under way.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _recorders.Count;
        }
    }

    /// <summary>Begins a recording: its sides are to be given to streams (<see cref="MediaStream.Listen"/>). Whatever is wrong with the file shows in how it ends.</summary>
    /// <param name="path">The file, which is made; there must be none.</param>
    /// <param name="options">How.</param>
    public Recorder Begin(string path, RecordingOptions options)
    {
        var recorder = new Recorder(path, options);
        lock (_lock) _recorders.Add(recorder);
        return recorder;
    }

    /// <summary>Ends all recordings and writes the rest of them.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _writing;
        foreach (var recorder in Snapshot()) recorder.Stop();
        WriteAll();
    }

    private async Task WriteAsync()
    {
        while (await _timer.WaitForNextTickAsync()) WriteAll();
    }

    private void WriteAll()
    {
        foreach (var recorder in Snapshot())
        {
            if (recorder.WriteOn()) continue;
            lock (_lock) _recorders.Remove(recorder);
        }
    }

    private Recorder[] Snapshot()
    {
        lock (_lock) return [.. _recorders];
    }
}
