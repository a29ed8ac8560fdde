using Softswitch.Plugins.Isolation;

namespace Softswitch.Plugins.Generations;

/// <summary>How plugins are hosted.</summary>
public sealed record PluginHostOptions
{
    /// <summary>Folder of the installed plugins, <c>plugins</c> in the data folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Folder of the plugins that the product comes with, one folder for each; null for none.</summary>
    public string? InBox { get; init; }

    /// <summary>Longest time that calls are left on an old generation before their steps are cancelled. Default 4 h.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Time from the cancelling of their steps until it is taken away. Default 5 s.</summary>
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for an old generation to dispose of what it holds. Default 5 s.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Old generations of one plugin that may stay in memory, held by something, before no further one is loaded beside them. Default 3.</summary>
    public int MostZombies { get; init; } = 3;

    /// <summary>Whether plugins that want a process of their own get one. A command line tool is one already. Default yes.</summary>
    public bool Isolates { get; init; } = true;

    /// <summary>Whether the code of what the product comes with is left unloaded until a plan uses it. Default yes.</summary>
    public bool IsLazy { get; init; } = true;

    /// <summary>How they get one.</summary>
    public PluginProcessOptions Processes { get; init; } = new();
}
