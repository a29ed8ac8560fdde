using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Generations;

/// <summary>A plugin that is to be in force, and how its folder is found.</summary>
internal sealed record WantedPlugin(LockedPlugin Locked, Func<List<PluginProblem>, PluginFolder?> Open)
{
    /// <summary>Whether the product comes with it.</summary>
    public bool IsInBox { get; init; }
}

/// <summary>What is to be in force: the lines of the lock, and what the product comes with where the lock has no other version of it.</summary>
internal static class WantedPlugins
{
    public static IReadOnlyList<WantedPlugin> Of(IReadOnlyList<LockedPlugin> locked, PluginStore store, List<PluginProblem> problems)
    {
        var inBox = store.InBox(problems);
        var wanted = locked.Where(plugin => !IsOutdated(plugin, inBox, store))
            .Select(plugin => new WantedPlugin(plugin, found => store.Find(plugin, found)) { IsInBox = inBox.Any(plugin.IsContentOf) }).ToList();
        foreach (var plugin in inBox)
        {
            var lines = locked.Where(other => other.Id == plugin.Manifest.Id && other.Reseller is null).ToList();
            var isDisabled = lines is [var only] && IsOutdated(only, inBox, store);
            if (lines.Count > 0 && !isDisabled) continue;
            wanted.Add(new WantedPlugin(LockedPlugin.Of(plugin) with { IsDisabled = isDisabled }, _ => plugin) { IsInBox = true });
        }

        return wanted;
    }

    /// <summary>Whether a plugin that the product comes with was switched off in a version that the product came with before.</summary>
    private static bool IsOutdated(LockedPlugin plugin, IReadOnlyList<PluginFolder> inBox, PluginStore store) =>
        plugin is { IsDisabled: true, Reseller: null } && inBox.Any(other => other.Manifest.Id == plugin.Id && !plugin.IsContentOf(other)) && !store.Has(plugin);
}
