using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Generations;

/// <summary>A generation as operators see it.</summary>
public sealed record PluginStatus
{
    /// <summary>Id of the plugin.</summary>
    public required string Id { get; init; }

    /// <summary>Its version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Number of the generation; 0 of one that was not loaded.</summary>
    public int Generation { get; init; }

    /// <summary>Its state.</summary>
    public required PluginState State { get; init; }

    /// <summary>Why it is in that state, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Calls on it.</summary>
    public int Uses { get; init; }

    /// <summary>The reseller it belongs to, or null.</summary>
    public string? Reseller { get; init; }

    /// <summary>Where it runs.</summary>
    public PluginIsolation Isolation { get; init; }

    /// <summary>Hash of its content; empty of one that was not found.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Its folder; empty of one that was not found.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Old generations of the plugin that are still in memory after they were unloaded.</summary>
    public IReadOnlyList<string> StillInMemory { get; init; } = [];
}
