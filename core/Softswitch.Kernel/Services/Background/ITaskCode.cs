namespace Softswitch.Kernel.Services;

/// <summary>A background task or a presence source that is to run for an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Plugin">The plugin.</param>
/// <param name="Task">Its name within the plugin.</param>
/// <param name="Generation">Tells versions of the plugin's code apart: another one takes over when this changes.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct WantedTask(string Account, string Plugin, string Task, string Generation, TaskKind Kind = TaskKind.Task);

/// <summary>What runs for accounts.</summary>
public enum TaskKind
{
    /// <summary>A background task.</summary>
    Task,

    /// <summary>A presence source.</summary>
    PresenceSource,
}

/// <summary>The background tasks of plugins, as whoever runs the plugins knows them. Safe from any thread.</summary>
public interface ITaskCode
{
    /// <summary>Runs a task until it is cancelled, returns or throws.</summary>
    ValueTask RunAsync(WantedTask task, CancellationToken stopping);
}
