using System.Diagnostics;

namespace Softswitch.Bench.Load;

/// <summary>The moments at which units begin: evenly spread, and caught up with after a pause.</summary>
internal sealed class Pace(int rate, int total)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Units begun.</summary>
    public int Begun { get; private set; }

    public bool IsOver => Begun == total;

    /// <summary>Whether the next unit is due; counts it as begun.</summary>
    public bool TakeNext()
    {
        if (IsOver || UntilNext > TimeSpan.Zero) return false;
        Begun++;
        return true;
    }

    public TimeSpan UntilNext => IsOver ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds((double)Begun / rate) - Elapsed;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);
}
