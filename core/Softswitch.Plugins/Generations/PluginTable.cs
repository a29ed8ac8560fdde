using System.Collections.Frozen;
using Softswitch.Dialplan.Steps;

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
    }

    /// <summary>Nothing.</summary>
    public static PluginTable Empty { get; } = new([], []);

    /// <summary>All generations in force.</summary>
    public IReadOnlyList<PluginGeneration> All { get; }

    /// <summary>What could not be loaded.</summary>
    public IReadOnlyList<PluginStatus> Refused { get; }

    /// <summary>What plans see of them.</summary>
    public IReadOnlyCollection<PluginType> Types { get; }

    /// <summary>Generations of a plugin: those of resellers before everybody's, the newest version first.</summary>
    public ReadOnlySpan<PluginGeneration> Of(string id) => _byId.TryGetValue(id, out var generations) ? generations : [];
}
