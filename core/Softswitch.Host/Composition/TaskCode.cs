using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Services;
using Softswitch.Plugins.Generations;

namespace Softswitch.Host.Composition;

/// <summary>The background tasks and presence sources of the plugins in force.</summary>
/// <param name="plugins">The plugins.</param>
/// <param name="presence">What presence sources say it to.</param>
internal sealed class TaskCode(PluginHost plugins, PresenceReports presence) : ITaskCode
{
    /// <summary>What is to run for an account.</summary>
    public static IEnumerable<WantedTask> TasksOf(AccountEntry account, PluginHost plugins)
    {
        foreach (var plugin in account.Plugins)
        {
            if (plugins.Find(account.Name, plugin) is not var (manifest, generation)) continue;
            foreach (var task in manifest.Tasks) yield return new WantedTask(account.Name, plugin, task, generation);
            foreach (var source in manifest.PresenceSources) yield return new WantedTask(account.Name, plugin, source, generation, TaskKind.PresenceSource);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RunAsync(WantedTask task, CancellationToken stopping)
    {
        using var lease = plugins.Hold(task.Account, task.Plugin);
        if (lease is null) return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, lease.Replaced);
        if (task.Kind == TaskKind.Task)
        {
            await lease.RunTaskAsync(task.Task, either.Token);
            return;
        }

        using var run = CancellationTokenSource.CreateLinkedTokenSource(either.Token);
        try
        {
            await lease.WatchAsync(task.Task, presence.Begin(new PresenceSource(task.Account, task.Plugin, task.Task), run.Token), either.Token);
        }
        finally
        {
            await run.CancelAsync();
        }
    }
}
