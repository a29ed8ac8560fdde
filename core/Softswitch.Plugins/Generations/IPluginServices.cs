using Softswitch.Plugins.Manifests;

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
}
