namespace Softswitch.Sip;

/// <summary>What one worker has counted. Written on that worker only, read from any thread.</summary>
internal sealed class TransportCounters
{
    public long Received;
    public long Sent;
    public long Malformed;
    public long Dropped;
    public long Undelivered;
    public long HandedOver;
    public long KeepAlives;

    /// <summary>Adds one to a count of the calling worker: no interlocked operation is needed with one writer.</summary>
    public static void Count(ref long counter) => Volatile.Write(ref counter, counter + 1);
}
