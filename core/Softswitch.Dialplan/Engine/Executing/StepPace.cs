using System.Numerics;

namespace Softswitch.Dialplan.Engine;

/// <summary>
/// How long a step keeps the thread it runs on. One that has been quick may run on the call's own worker, which saves two wake-ups of threads; one that is slow too often, or
/// stayed once, runs elsewhere for a while. Safe from any thread: a run that is counted twice or not at all changes little.
/// </summary>
public sealed class StepPace
{
    /// <summary>The first runs tell nothing: their code is compiled meanwhile.</summary>
    private const int WarmUp = 3;

    /// <summary>Slow runs among the last 64 that are too many.</summary>
    private const int TooMany = 4;

    /// <summary>A run that keeps its thread for longer is slow: as long as a worker under load waits anyhow before it looks for what has come.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Away = TimeSpan.FromMinutes(1);

    private TimeSpan _awayUntil;
    private ulong _slow;
    private int _runs;

    /// <summary>Whether it may run on a worker.</summary>
    /// <param name="now">The time, from any beginning that is the same in each call.</param>
    public bool IsQuick(TimeSpan now) => _runs >= WarmUp && now >= _awayUntil;

    /// <summary>It has let go of its thread.</summary>
    /// <param name="held">How long it kept it.</param>
    /// <param name="now">The time.</param>
    public void Note(TimeSpan held, TimeSpan now)
    {
        if (_runs < WarmUp)
        {
            _runs++;
            return;
        }

        _slow = (_slow << 1) | (held > Slow ? 1UL : 0);
        if (BitOperations.PopCount(_slow) >= TooMany) Stayed(now);
    }

    /// <summary>It keeps its thread for so long that it counts as blocked.</summary>
    /// <param name="now">The time.</param>
    public void Stayed(TimeSpan now)
    {
        _slow = 0;
        _awayUntil = now + Away;
    }
}
