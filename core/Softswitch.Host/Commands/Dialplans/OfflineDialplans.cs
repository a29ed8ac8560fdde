using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Host.Composition;
using Softswitch.Host.Configuration;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Plugins.Generations;

namespace Softswitch.Host.Commands.Dialplans;

/// <summary>The accounts and plugins of this installation without a switch around them: for simulations and tests.</summary>
internal sealed class OfflineDialplans : IAsyncDisposable
{
    private readonly PluginHost _plugins;

    private OfflineDialplans(PluginHost plugins, AccountSet accounts)
    {
        _plugins = plugins;
        Accounts = accounts;
        Simulator = new Simulator(account => _plugins.With(account.Services));
    }

    /// <summary>The accounts.</summary>
    public AccountSet Accounts { get; }

    /// <summary>Runs calls with the plugins that are installed.</summary>
    public Simulator Simulator { get; }

    /// <summary>Loads plugins and accounts; null where there are no accounts that could be used.</summary>
    /// <param name="configuration">The installation.</param>
    /// <param name="folder">The accounts.</param>
    /// <param name="errors">For what is wrong, a line each.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<OfflineDialplans?> OpenAsync(SwitchConfiguration configuration, string folder, TextWriter errors, CancellationToken cancellation)
    {
        var accounts = AccountSet.Empty;
        var (plugins, problems) = await OpenPluginsAsync(configuration, cancellation, () => accounts);
        var load = await AccountFolder.CheckAsync(new AccountCatalogueOptions { Folder = folder, Language = configuration.Language(plugins, folder) });
        foreach (var problem in problems.Concat(load.Findings.Select(finding => finding.ToString()))) await errors.WriteLineAsync(problem);
        accounts = load.Current;
        if (load.IsPublished) return new OfflineDialplans(plugins, load.Current);
        await plugins.DisposeAsync();
        return null;
    }

    /// <summary>Loads the plugins of this installation, and says line by line what is wrong with them.</summary>
    /// <param name="configuration">The installation.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="accounts">The accounts that are known so far.</param>
    public static async Task<(PluginHost Plugins, List<string> Problems)> OpenPluginsAsync(SwitchConfiguration configuration, CancellationToken cancellation, Func<AccountSet>? accounts = null)
    {
        var options = new PluginHostOptions { Folder = SwitchPlugins.FolderOf(configuration), InBox = configuration.Plugins, Isolates = false };
        var plugins = new PluginHost(options, NoServices.Instance, new AccountGrants(accounts ?? (static () => AccountSet.Empty)), NoPlans.Instance, KernelStepManifest.Instance.KernelSteps, TimeProvider.System, NullLogger.Instance);
        return (plugins, [.. (await plugins.ApplyAsync(isStart: true, cancellation)).Select(problem => problem.ToString())]);
    }

    /// <summary>An account by name; null, and a line that says which there are.</summary>
    public Account? Find(string name, TextWriter errors)
    {
        if (Accounts.Find(name) is { } account) return account;
        errors.WriteLine($"unknown account '{name}'{Suggestion.For(name, Accounts.Entries.Select(known => known.Name).Order(StringComparer.Ordinal))}");
        return null;
    }

    public ValueTask DisposeAsync() => _plugins.DisposeAsync();
}
