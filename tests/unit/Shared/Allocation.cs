namespace Softswitch;

/// <summary>What code allocates once it has warmed up.</summary>
internal static class Allocation
{
    private const int Attempts = 20;

    /// <summary>
    /// The least that <paramref name="action"/> allocated on this thread in several attempts, in bytes. The runtime allocates of its own
    /// while code is compiled anew, which happens when it likes; what the code itself allocates, it allocates every time.
    /// </summary>
    public static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
