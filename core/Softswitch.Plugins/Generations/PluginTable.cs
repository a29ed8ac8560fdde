using System.Collections.Frozen;
using System.Collections.Immutable;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Generations;

/// <summary>What is in force at one moment, immutable: replaced as a whole.</summary>
internal sealed class PluginTable
{
    private readonly FrozenDictionary<string, PluginGeneration[]> _byId;

    public PluginTable(IEnumerable<PluginGeneration> generations, IEnumerable<PluginStatus> refused)
    {
        All = [.. generations];
        Refused = [.. refused];
        _byId = All.GroupBy(generation => generation.Manifest.Id, StringComparer.Ordinal).ToFrozenDictionary(
            group => group.Key,
            group => group.OrderBy(generation => generation.Locked.Reseller is null).ThenByDescending(generation => generation.Manifest.Version).ToArray(),
            StringComparer.Ordinal);
        Types = [.. All.Select(generation => generation.Type)];
        WithHandlers = IdsOf(manifest => !manifest.Handlers.IsEmpty);
        WithPolicies = IdsOf(manifest => !manifest.Policies.IsEmpty);
    }

    /// <summary>Nothing.</summary>
    public static PluginTable Empty { get; } = new([], []);

    /// <summary>All generations in force.</summary>
    public IReadOnlyList<PluginGeneration> All { get; }

    /// <summary>What could not be loaded.</summary>
    public IReadOnlyList<PluginStatus> Refused { get; }

    /// <summary>What plans see of them.</summary>
    public IReadOnlyCollection<PluginType> Types { get; }

    /// <summary>Ids of the plugins with event handlers, in order.</summary>
    public ImmutableArray<string> WithHandlers { get; }

    /// <summary>Ids of the plugins with SIP policies, in order.</summary>
    public ImmutableArray<string> WithPolicies { get; }

    /// <summary>Generations of a plugin: those of resellers before everybody's, the newest version first.</summary>
    public ReadOnlySpan<PluginGeneration> Of(string id) => _byId.TryGetValue(id, out var generations) ? generations : [];

    private ImmutableArray<string> IdsOf(Func<PluginManifest, bool> has) =>
        [.. All.Select(generation => generation.Manifest).Where(has).Select(manifest => manifest.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
