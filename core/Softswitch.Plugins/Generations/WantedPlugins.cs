using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Generations;

/// <summary>A plugin that is to be in force, and how its folder is found.</summary>
internal sealed record WantedPlugin(LockedPlugin Locked, Func<List<PluginProblem>, PluginFolder?> Open);

/// <summary>What is to be in force: the lines of the lock, and what the product comes with where the lock has no other version of it.</summary>
internal static class WantedPlugins
{
    public static IReadOnlyList<WantedPlugin> Of(IReadOnlyList<LockedPlugin> locked, string? inBox, PluginStore store, List<PluginProblem> problems)
    {
        var wanted = locked.Select(plugin => new WantedPlugin(plugin, found => store.Find(plugin, found))).ToList();
        if (inBox is null || !Directory.Exists(inBox)) return wanted;
        foreach (var folder in Directory.EnumerateDirectories(inBox).Order(StringComparer.Ordinal))
        {
            if (PluginFolder.Open(folder, needsHashes: false, new PackageLimits(), problems) is not { } plugin) continue;
            if (locked.Any(other => other.Id == plugin.Manifest.Id && other.Reseller is null)) continue;
            wanted.Add(new WantedPlugin(new LockedPlugin(plugin.Manifest.Id, plugin.Manifest.Version, plugin.Hashes.Content), _ => plugin));
        }

        return wanted;
    }
}
