namespace Softswitch.Dialplan.Engine;

/// <summary>Size of a <see cref="StepExecutor"/>.</summary>
public sealed record StepExecutorOptions
{
    /// <summary>Threads that work. Default the number of processors, 2 to 8.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>Most threads, the blocked ones included. Default 64.</summary>
    public int MostThreads { get; init; } = 64;

    /// <summary>A piece of work that keeps its thread for longer than this counts as blocked. Default 100 ms.</summary>
    public TimeSpan BlockedAfter { get; init; } = TimeSpan.FromMilliseconds(100);
}
