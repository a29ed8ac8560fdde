using System.Collections.Immutable;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Generations;

/// <content>What others look up who follow the plugins in force.</content>
public sealed partial class PluginHost
{
    /// <summary>Generations of all plugins that were unloaded and are in memory still.</summary>
    public int Leftovers => _retirement.Watch.Count;

    /// <summary>Told after what is in force was brought up to date, on the thread that did it.</summary>
    public event Action? Applied;

    /// <summary>Ids of the plugins in force that have event handlers, in order, whoever may use them.</summary>
    public ImmutableArray<string> WithHandlers => _table.WithHandlers;

    /// <summary>Ids of the plugins in force that have SIP policies, in order, whoever may use them.</summary>
    public ImmutableArray<string> WithPolicies => _table.WithPolicies;

    /// <summary>The plugin that <see cref="Hold(string, string)"/> would hold for an account now, and the name of its generation; null where there is none.</summary>
    public (PluginManifest Manifest, string Generation)? Find(string account, string plugin) =>
        FindNewest(account, plugin) is var (generation, _) ? (generation.Manifest, generation.Name) : null;

    /// <summary>What the plugin says of itself that <see cref="Hold(string, string)"/> would hold for an account now; null where there is none. Nothing is made for the answer.</summary>
    public PluginManifest? ManifestOf(string account, string plugin) => FindNewest(account, plugin)?.Generation.Manifest;
}
