using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Services;
using Softswitch.Plugins.Generations;
using Softswitch.Sdk;

namespace Softswitch.Host.Composition;

/// <summary>The directory sources of the plugins in force.</summary>
/// <param name="plugins">The plugins.</param>
/// <param name="accounts">The accounts that use them.</param>
internal sealed class DirectoryCode(PluginHost plugins, Func<AccountSet> accounts) : IDirectoryCode
{
    /// <inheritdoc/>
    public IReadOnlyList<string> SourcesOf(string account)
    {
        if (accounts().FindEntry(account) is not { } entry) return [];
        return [.. from plugin in entry.Plugins
                   let manifest = plugins.ManifestOf(account, plugin)
                   where manifest is not null
                   from point in manifest.Points
                   where point.Kind == Reference.Directory
                   select point.Name];
    }

    /// <inheritdoc/>
    public async ValueTask<DirectoryEntry?> FindAsync(string source, DirectoryQuery query, CancellationToken cancellation)
    {
        foreach (var plugin in accounts().FindEntry(query.Account)?.Plugins ?? [])
        {
            if (plugins.ManifestOf(query.Account, plugin) is not { } manifest || !Has(manifest, source)) continue;
            using var lease = plugins.Hold(query.Account, plugin);
            // Another version may have come into force just now.
            if (lease is not null && Has(lease.Manifest, source)) return await lease.FindAsync(source, query, cancellation);
        }

        throw new InvalidOperationException("its plugin is gone");
    }

    private static bool Has(Plugins.Manifests.PluginManifest manifest, string source) => manifest.Points.Any(point => point.Kind == Reference.Directory && point.Name == source);
}
