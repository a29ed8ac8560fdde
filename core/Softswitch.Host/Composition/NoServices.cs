using Softswitch.Dialplan.Grants;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Host.Composition;

/// <summary>Plugins without a switch around them: there is nothing they could ask for.</summary>
internal sealed class NoServices : IPluginServices, IServiceProvider
{
    private NoServices()
    {
    }

    /// <summary>The one there is.</summary>
    public static NoServices Instance { get; } = new();

    /// <inheritdoc/>
    public IServiceProvider For(PluginManifest plugin, string account, PluginGrant grant) => this;

    /// <inheritdoc/>
    public object? GetService(Type serviceType) => null;
}
