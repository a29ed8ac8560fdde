using Softswitch.Dialplan.Grants;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Generations;

/// <summary>Where the services come from that a plugin's classes may ask for. Safe from any thread.</summary>
public interface IPluginServices
{
    /// <summary>
    /// The services of one account for one plugin: its stores, its directory, its ledger, and no way to another's. Asked once per generation and account; what is disposable is disposed of with the generation.
    /// </summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="account">The account.</param>
    /// <param name="grant">What the plugin may do there.</param>
    IServiceProvider For(PluginManifest plugin, string account, PluginGrant grant);

    /// <summary>Gets ready for a version of a plugin before it comes into force, last of all that is done: its tables are brought up to date. The version before it may still be at work then.</summary>
    /// <param name="folder">The plugin.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Loading.PluginLoadException">It cannot be; the version does not come into force.</exception>
    Task PrepareAsync(PluginFolder folder, CancellationToken cancellation) => Task.CompletedTask;
}
