using System.Diagnostics;

namespace Softswitch.Bench.Load;

/// <summary>Messages that are sent a fixed time after they were made.</summary>
internal sealed class Delayed(TimeSpan delay)
{
    private readonly Queue<(long Due, byte[] Message)> _queue = new();

    public void Add(ReadOnlySpan<byte> message) =>
        _queue.Enqueue((Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), message.ToArray()));

    public void SendDue(LoadSocket socket)
    {
        while (_queue.TryPeek(out var next) && next.Due <= Stopwatch.GetTimestamp()) socket.Send(_queue.Dequeue().Message);
    }

    public TimeSpan UntilNext => _queue.TryPeek(out var next) ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next.Due) : TimeSpan.FromSeconds(1);
}
