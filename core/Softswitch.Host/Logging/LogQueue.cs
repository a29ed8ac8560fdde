using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Softswitch.Host.Logging;

/// <summary>
/// Lines on their way to the console. Whoever logs only enqueues; one thread writes. When the console does not keep up
/// lines are dropped, and how many is said as soon as it does.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    private const int Capacity = 10_000;

    private readonly ConcurrentQueue<byte[]> _lines = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Stream _output;
    private readonly Thread _thread;
    private int _length;
    private long _dropped;
    private long _droppedSaid;
    private volatile bool _stopping;

    public LogQueue(Stream output)
    {
        _output = output;
        _thread = new Thread(Run) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    /// <summary>Lines lost because the console did not keep up.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Hands a line over, without its line feed. Never blocks.</summary>
    public void Add(byte[] line)
    {
        if (Volatile.Read(ref _length) >= Capacity)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        _lines.Enqueue(line);
        if (Interlocked.Increment(ref _length) == 1) _wake.Set();
    }

    /// <summary>
    /// Writes what is left; lines that come later are lost. The event is left to the garbage collector: a signal, or a thread that is
    /// slow to end, may still have something to say, which must not end the process with an error.
    /// </summary>
    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Run()
    {
        while (!_stopping || !_lines.IsEmpty)
        {
            if (_lines.IsEmpty) _wake.WaitOne();
            try
            {
                WriteAll();
            }
            catch (IOException)
            {
                // Nobody reads the console any more; there is no place left to say so.
            }
        }
    }

    private void WriteAll()
    {
        while (_lines.TryDequeue(out var line))
        {
            Interlocked.Decrement(ref _length);
            _output.Write(line);
            _output.WriteByte((byte)'\n');
        }

        if (Dropped is var dropped && dropped > _droppedSaid)
        {
            _output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{dropped - _droppedSaid} lines of the log were dropped here\n")));
            _droppedSaid = dropped;
        }

        _output.Flush();
    }
}
