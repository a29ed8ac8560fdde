namespace Softswitch.Dialplan.Engine;

/// <summary>When a step that keeps failing is switched off.</summary>
public sealed record BreakerOptions
{
    /// <summary>Fewest runs that tell anything. Default 10.</summary>
    public int Runs { get; init; } = 10;

    /// <summary>Share of failures, 0 to 1. Default 0.5.</summary>
    public double Failures { get; init; } = 0.5;

    /// <summary>The runs that count are those of the last so long. Default 30 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>It is not run for so long; then one run is tried. Default 15 s.</summary>
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Threads that one plugin may keep blocked for one account. Default 8.</summary>
    public int BlockedThreads { get; init; } = 8;
}
