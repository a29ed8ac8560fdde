using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Host.Composition;
using Softswitch.Host.Configuration;
using Softswitch.Plugins.Generations;

namespace Softswitch.Host.Commands.Plugins;

/// <summary>Loads the plugins into this process, which is no switch, to see where their assemblies come from.</summary>
internal static class OfflineExplanation
{
    /// <summary>Writes it; false where there is no such plugin, or it cannot be loaded.</summary>
    public static async Task<bool> WriteAsync(SwitchConfiguration configuration, string id, TextWriter output, CancellationToken cancellation)
    {
        var options = SwitchPlugins.Options(configuration) with { Isolates = false, IsLazy = false };
        await using var host = new PluginHost(options, NoServices.Instance, OpenGrants.Instance, NoPlans.Instance, [], TimeProvider.System, NullLogger.Instance);
        var problems = await host.ApplyAsync(isStart: true, cancellation);
        var explained = host.Explain(id);
        foreach (var (generation, resolutions) in explained)
        {
            await output.WriteLineAsync(generation);
            foreach (var resolution in resolutions) await output.WriteLineAsync("  " + resolution);
        }

        foreach (var refused in host.Status.Where(status => status.Id == id && status.State == PluginState.Incompatible)) await output.WriteLineAsync($"{id} {refused.Version}: {refused.Reason}");
        if (explained.Count == 0 && problems.Count == 0) await output.WriteLineAsync($"There is no plugin {id} in force.");
        return explained.Count > 0;
    }
}
