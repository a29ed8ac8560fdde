using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Host.Composition;

/// <summary>What every plugin may have without asking: the time, randomness and a log.</summary>
internal sealed class PluginSurroundings(TimeProvider clock, ILoggerFactory logs) : IPluginServices
{
    /// <inheritdoc/>
    public IServiceProvider For(PluginManifest plugin, string account, PluginGrant grant) => new Services(clock, logs.CreateLogger($"Plugins.{plugin.Id}"));

    private sealed class Services(TimeProvider clock, ILogger log) : IServiceProvider
    {
        public object? GetService(Type serviceType)
        {
            if (serviceType == typeof(TimeProvider)) return clock;
            if (serviceType == typeof(Random)) return Random.Shared;
            return serviceType == typeof(ILogger) ? log : null;
        }
    }
}
