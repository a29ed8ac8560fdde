namespace Softswitch.Sip;

/// <summary>What happened to connections; counted from any thread.</summary>
internal sealed class StreamCounters
{
    private long _accepted;
    private long _opened;
    private long _refused;
    private long _failed;
    private long _expired;
    private long _undelivered;
    private long _keepAlives;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Opened => Interlocked.Read(ref _opened);

    public long Refused => Interlocked.Read(ref _refused);

    public long Failed => Interlocked.Read(ref _failed);

    public long Expired => Interlocked.Read(ref _expired);

    public long Undelivered => Interlocked.Read(ref _undelivered);

    public long KeepAlives => Interlocked.Read(ref _keepAlives);

    public void CountAccepted() => Interlocked.Increment(ref _accepted);

    public void CountOpened() => Interlocked.Increment(ref _opened);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountFailed() => Interlocked.Increment(ref _failed);

    public void CountExpired() => Interlocked.Increment(ref _expired);

    public void CountUndelivered(int messages) => Interlocked.Add(ref _undelivered, messages);

    public void CountKeepAlive() => Interlocked.Increment(ref _keepAlives);
}
