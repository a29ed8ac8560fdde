namespace Softswitch.Kernel.Logging;

/// <summary>
/// How many lines a second a kind of event may write: in a quiet hour every phone and call is seen, in a busy one the log
/// costs no more than a little. Safe from any thread.
/// </summary>
public sealed class LogBudget(TimeProvider clock, int perSecond)
{
    private long _second = -1;
    private int _used;
    private int _suppressed;

    /// <summary>Whether one more line may be written now; <paramref name="suppressed"/> says how many were not, the second before.</summary>
    public bool TryTake(out int suppressed)
    {
        suppressed = 0;
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        var second = Interlocked.Read(ref _second);
        if (now != second && Interlocked.CompareExchange(ref _second, now, second) == second)
        {
            Interlocked.Exchange(ref _used, 0);
            suppressed = Interlocked.Exchange(ref _suppressed, 0);
        }

        if (Interlocked.Increment(ref _used) <= perSecond) return true;
        Interlocked.Increment(ref _suppressed);
        return false;
    }
}
