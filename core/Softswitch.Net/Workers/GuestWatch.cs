namespace Softswitch.Net;

/// <summary>
/// Looks after guests that do not come back. Its thread sleeps while its worker has none, and looks every so often while it has. A guest has stayed too long when two looks find
/// the same one, so a pause of the whole process makes none too late.
/// </summary>
internal sealed class GuestWatch : IDisposable
{
    private readonly AutoResetEvent _called = new(false);
    private readonly ManualResetEvent _stopped = new(false);
    private readonly TimeSpan _every;
    private readonly Action<Tenure, long> _overstayed;
    private readonly Thread _thread;
    private Tenure? _tenure;
    private int _isAsleep;

    public GuestWatch(string name, TimeSpan every, Action<Tenure, long> overstayed)
    {
        _every = every;
        _overstayed = overstayed;
        _thread = new Thread(Watch) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>A thread has been lent. On that thread.</summary>
    public void OnLent(Tenure tenure)
    {
        if (_tenure != tenure) Volatile.Write(ref _tenure, tenure);
        if (Volatile.Read(ref _isAsleep) != 0 && Interlocked.Exchange(ref _isAsleep, 0) != 0) _called.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped.Set();
        _called.Set();
        _thread.Join();
        _called.Dispose();
        _stopped.Dispose();
    }

    private bool IsStopped => _stopped.WaitOne(0);

    private void Watch()
    {
        var seenAt = 0L;
        var seenLent = 0;
        while (!IsStopped)
        {
            if (Volatile.Read(ref _tenure) is not { } tenure || (tenure.LentAt == 0 && tenure.Lent == seenLent))
            {
                Sleep();
                continue;
            }

            if (_stopped.WaitOne(_every)) return;
            var lentAt = tenure.LentAt;
            if (lentAt != 0 && lentAt == seenAt) _overstayed(tenure, lentAt);
            seenAt = lentAt;
            seenLent = tenure.Lent;
        }
    }

    private void Sleep()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        // One that was lent just before does not call.
        if (IsStopped || Volatile.Read(ref _tenure) is { LentAt: not 0 }) Interlocked.Exchange(ref _isAsleep, 0);
        else _called.WaitOne();
    }
}
