namespace Softswitch.Media;

/// <summary>Something that sends at regular times: it is called by a <see cref="MediaClock"/>, on the clock's worker.</summary>
internal abstract class ClockedSource
{
    internal ClockedSource? Previous;
    internal ClockedSource? Next;

    /// <summary>Whether the clock will call it.</summary>
    public bool IsScheduled => Next is not null;

    /// <summary>
    /// Its time has come. <paramref name="tick"/> counts periods of <see cref="MediaClock.Period"/>: where the worker was late it is the tick that is
    /// being caught up with, not the present one. Returns after how many ticks, 1 to <see cref="MediaClock.MostTicks"/>, it is to be called
    /// again; 0 for never.
    /// </summary>
    public abstract int OnTick(long tick);

    /// <summary>It is called right after the one that is being called now: what it will need can be fetched meanwhile.</summary>
    public virtual void Prefetch()
    {
    }
}
