namespace Softswitch.Kernel.Services;

/// <summary>A background task that is to run for an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Plugin">The plugin.</param>
/// <param name="Task">Name of the task within the plugin.</param>
/// <param name="Generation">Tells versions of the plugin's code apart: another one takes over when this changes.</param>
public readonly record struct WantedTask(string Account, string Plugin, string Task, string Generation);

/// <summary>The background tasks of plugins, as whoever runs the plugins knows them. Safe from any thread.</summary>
public interface ITaskCode
{
    /// <summary>Runs a task until it is cancelled, returns or throws.</summary>
    ValueTask RunAsync(WantedTask task, CancellationToken stopping);
}
