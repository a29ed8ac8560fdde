namespace Softswitch.Plugins.Generations;

/// <summary>Counts those who use something, until it is closed; who comes then is turned away, and once the last has gone it is done. Without a lock.</summary>
internal sealed class UseCount
{
    private const int Closed = int.MinValue;

    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Completes once it is closed and nobody uses it.</summary>
    public Task Gone => _gone.Task;

    /// <summary>How many use it.</summary>
    public int Count => Volatile.Read(ref _count) & int.MaxValue;

    /// <summary>One more uses it; false where it is closed.</summary>
    public bool TryEnter()
    {
        while (true)
        {
            var count = Volatile.Read(ref _count);
            if (count < 0) return false;
            if (Interlocked.CompareExchange(ref _count, count + 1, count) == count) return true;
        }
    }

    /// <summary>One less uses it.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == Closed) _gone.TrySetResult();
    }

    /// <summary>Turns newcomers away.</summary>
    public void Close()
    {
        if (Interlocked.Or(ref _count, Closed) == 0) _gone.TrySetResult();
    }
}
