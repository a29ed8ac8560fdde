using System.Collections.Concurrent;
using System.Collections.Frozen;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Steps of plugins that are loaded already, as a plugin's own tests have them: no load contexts, no versions side by side.</summary>
/// <param name="plugins">The plugins: id, version and module of each.</param>
/// <param name="services">The SDK's services, by the plugin's id.</param>
public sealed class ModuleStepHost(IEnumerable<(string Id, string Version, PluginModule Module)> plugins, Func<string, IServiceProvider> services) : IStepHost
{
    private readonly FrozenDictionary<string, (string Version, PluginModule Module)> _plugins = plugins.ToFrozenDictionary(plugin => plugin.Id, plugin => (plugin.Version, plugin.Module));
    private readonly ConcurrentDictionary<StepNode, (StepRegistration Step, string Origin, object? Options)> _steps = [];

    /// <inheritdoc/>
    public IStepSession Begin(string account) => new Session(this, services);

    private (StepRegistration Step, string Origin, object? Options) Find(StepNode node)
    {
        if (_steps.TryGetValue(node, out var known)) return known;
        if (!_plugins.TryGetValue(node.Type.Plugin, out var plugin)) throw new StepUnavailableException($"plugin '{node.Type.Plugin}' is not there");
        var step = plugin.Module.Steps.FirstOrDefault(step => StepTypeReader.FullName(node.Type.Plugin, step.Name) == node.Type.Name)
            ?? throw new StepUnavailableException($"plugin '{node.Type.Plugin}' has no step '{node.Type.Name}'");
        return _steps[node] = (step, $"{node.Type.Plugin}@{plugin.Version}", node.Variables.Count == 0 ? step.Bind(node.Options) : null);
    }

    private sealed class Session(ModuleStepHost host, Func<string, IServiceProvider> services) : IStepSession
    {
        public StepCode Resolve(StepNode node)
        {
            var (step, origin, options) = host.Find(node);
            return new Code(step, origin, options, node, services(node.Type.Plugin));
        }

        public PointCode Resolve(PointType point)
        {
            if (!host._plugins.TryGetValue(point.Plugin, out var plugin)) throw new StepUnavailableException($"plugin '{point.Plugin}' is not there");
            var own = services(point.Plugin);
            return new PointCode($"{point.Plugin}@{plugin.Version}", own, () => PointKinds.Create(point, plugin.Module, own));
        }

        public void Dispose()
        {
            // The services are the account's, and outlive the call.
        }
    }

    private sealed class Code(StepRegistration step, string origin, object? options, StepNode node, IServiceProvider services) : StepCode
    {
        public override string Origin => origin;

        public override ValueTask<Outcome> RunAsync(ICall call, CancellationToken hangup) =>
            step.RunAsync(services, call, options ?? step.Bind(FilledOptions.Of(node.Options, call.Variables)), hangup);
    }
}
