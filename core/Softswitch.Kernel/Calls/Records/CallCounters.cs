using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Calls;

/// <summary>Calls counted over all workers. Safe from any thread.</summary>
public sealed class CallCounters
{
    private long _began;
    private long _answered;
    private long _finished;

    /// <summary>Calls begun since the start.</summary>
    public long Began => Interlocked.Read(ref _began);

    /// <summary>Calls that ended after they were answered.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Calls that ended.</summary>
    public long Finished => Interlocked.Read(ref _finished);

    internal void OnBegan() => Interlocked.Increment(ref _began);

    internal void OnFinished(CallRecord record)
    {
        if (record.AnsweredAt is not null) Interlocked.Increment(ref _answered);
        Interlocked.Increment(ref _finished);
    }
}
