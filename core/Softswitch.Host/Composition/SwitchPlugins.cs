using Softswitch.Host.Configuration;
using Softswitch.Host.Metrics;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Isolation;

namespace Softswitch.Host.Composition;

/// <summary>The switch's plugins: those it comes with, and those in its data folder.</summary>
internal static class SwitchPlugins
{
    /// <summary>How plugins are hosted here.</summary>
    public static PluginHostOptions Options(SwitchConfiguration configuration) => new()
    {
        Folder = FolderOf(configuration),
        InBox = configuration.Plugins,
        Processes = new PluginProcessOptions { Memory = (long)configuration.PluginMemory << 20 },
    };

    /// <summary>Where plugins are installed.</summary>
    public static string FolderOf(SwitchConfiguration configuration) => Path.Combine(configuration.Data, "plugins");

    /// <summary>What is measured of them.</summary>
    public static void Write(PluginHost plugins, PrometheusWriter writer)
    {
        var all = plugins.Status;
        writer.Gauge("softswitch_plugin_calls", "Calls on each generation of a plugin.");
        foreach (var one in all) writer.Value(one.Uses, ("plugin", one.Id), ("version", one.Version.ToString()), ("generation", one.Generation.ToString()), ("state", one.State.ToString()));
        writer.Gauge("softswitch_plugin_generations_alive", "Generations of a plugin in memory: in force, draining, and unloaded but still held by something.");
        foreach (var id in all.Select(one => one.Id).Distinct()) writer.Value(plugins.GenerationsAlive(id), ("plugin", id));
        writer.Gauge("softswitch_plugin_oldest_leftover_seconds", "Age of the oldest generation of a plugin that was unloaded and is still in memory; 0 where none is.");
        foreach (var id in all.Select(one => one.Id).Distinct()) writer.Value(plugins.OldestLeftover(id).TotalSeconds, ("plugin", id));
    }
}
