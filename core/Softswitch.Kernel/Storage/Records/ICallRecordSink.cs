namespace Softswitch.Kernel.Storage;

/// <summary>Takes the records of ended calls on their way to disk and database.</summary>
public interface ICallRecordSink
{
    /// <summary>
    /// Hands a record over. Never blocks and never throws, so that nothing about storage can touch a call; safe from any
    /// thread. Returns false when the bounded queue is full, which is counted and logged there.
    /// </summary>
    bool TryAppend(CallRecord record);
}
