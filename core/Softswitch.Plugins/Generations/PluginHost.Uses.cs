using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Generations;

/// <content>What others look up who follow the plugins in force.</content>
public sealed partial class PluginHost
{
    /// <summary>Generations of all plugins that were unloaded and are in memory still.</summary>
    public int Leftovers => _retirement.Watch.Count;

    /// <summary>Told after what is in force was brought up to date, on the thread that did it.</summary>
    public event Action? Applied;

    /// <summary>The plugin that <see cref="Hold(string, string)"/> would hold for an account now, and the name of its generation; null where there is none.</summary>
    public (PluginManifest Manifest, string Generation)? Find(string account, string plugin) =>
        _grants.Find(account, plugin) is { } grant && FindNewest(account, plugin, grant) is { } generation ? (generation.Manifest, generation.Name) : null;
}
