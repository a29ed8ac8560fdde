using System.Diagnostics;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using Softswitch.Plugins.Loading;

namespace Softswitch.Plugins.Generations;

/// <summary>Finds out whose fault a failure is that reaches nobody: a task that nobody waited for, a thread of the plugin's own.</summary>
internal sealed class FailureAttribution : IDisposable
{
    private readonly Func<IReadOnlyList<PluginGeneration>> _generations;
    private readonly ILogger _logger;

    public FailureAttribution(Func<IReadOnlyList<PluginGeneration>> generations, ILogger logger)
    {
        _generations = generations;
        _logger = logger;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    /// <summary>The plugin whose code is in the trace of an exception, which counts against it; null where it is none.</summary>
    public string? Attribute(Exception exception)
    {
        if (NameOf(exception) is not { } name) return null;
        var error = PluginError.Of(exception);
        _logger.LogError("Plugin {Plugin} failed outside of any step: {Error}", name, error);
        _generations().FirstOrDefault(generation => generation.Name == name)?.Degrade($"failed outside of any step: {error.Type}: {error.Message}");
        return name;
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        foreach (var exception in e.Exception.Flatten().InnerExceptions)
        {
            if (Attribute(exception) is not null) e.SetObserved();
        }
    }

    private static string? NameOf(Exception exception)
    {
        foreach (var frame in new StackTrace(exception).GetFrames())
        {
            if (frame.GetMethod()?.Module.Assembly is { } assembly && AssemblyLoadContext.GetLoadContext(assembly) is PluginLoadContext context) return context.Name;
        }

        return null;
    }
}
