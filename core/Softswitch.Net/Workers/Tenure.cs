namespace Softswitch.Net;

/// <summary>One thread's time as a worker's: it ends when a guest keeps the thread.</summary>
internal sealed class Tenure
{
    private const long AtHome = 0;
    private const long Over = -1;

    private readonly Lock _ending = new();
    private long _lentAt;
    private IGuest? _guest;
    private int _lent;

    /// <summary>When the thread was lent: a timestamp of the worker's clock; 0 where it is not.</summary>
    public long LentAt => Math.Max(AtHome, Volatile.Read(ref _lentAt));

    /// <summary>How often it was lent, in a circle.</summary>
    public int Lent => Volatile.Read(ref _lent);

    /// <summary>The thread is lent. On the thread; whoever looks after this sees it.</summary>
    public void Lend(IGuest guest, long now)
    {
        _guest = guest;
        _lent++;
        Interlocked.Exchange(ref _lentAt, Math.Max(1, now));
    }

    /// <summary>The guest has come back. On the thread.</summary>
    /// <returns>Whether the thread is still the worker's. Where it is not, the guest has been told that it stayed too long before this returns.</returns>
    public bool TryTakeBack()
    {
        if (Interlocked.Exchange(ref _lentAt, AtHome) != Over) return true;
        lock (_ending) return false;
    }

    /// <summary>The thread is given up, if it is still with the guest that it was lent to then.</summary>
    /// <param name="lentAt">When that was.</param>
    /// <param name="ended">Called where it is, before anybody sees the guest come back.</param>
    public void TryEnd(long lentAt, Action<IGuest> ended)
    {
        lock (_ending)
        {
            if (Interlocked.CompareExchange(ref _lentAt, Over, lentAt) == lentAt) ended(_guest!);
        }
    }
}
