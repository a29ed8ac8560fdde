using Softswitch.Host.Commands.Dialplans;
using Softswitch.Host.Configuration;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Host.Commands;

/// <summary><c>softswitch check</c>: everything that <c>run</c> would object to, all at once, without starting anything.</summary>
internal static class CheckCommand
{
    /// <summary>Prints the findings; the exit code.</summary>
    public static async Task<int> RunAsync(ConfigurationSources sources, IReadOnlyList<string> folders, FindingFormat format, TextWriter output)
    {
        var (configuration, findings) = ConfigurationLoader.Load(sources);
        var all = findings.ToList();
        var accounts = 0;
        var (plugins, problems) = await OfflineDialplans.OpenPluginsAsync(configuration, CancellationToken.None);
        await using var host = plugins;
        foreach (var problem in problems) await output.WriteLineAsync(problem);
        foreach (var folder in folders.Count > 0 ? folders : [configuration.Dialplans])
        {
            var options = configuration.Accounts(configuration.Language(plugins, folder));
            var load = await AccountFolder.CheckAsync(folders.Count > 0 ? options with { Folder = folder, DefaultAccount = null } : options);
            all.AddRange(load.Findings);
            accounts += load.Current.Entries.Count;
        }

        FindingOutput.Write(all, format, output);
        if (format == FindingFormat.Text) await output.WriteLineAsync(all.Count == 0 ? $"{accounts} account(s) checked, nothing found" : $"{all.Count} finding(s)");
        return all.Count == 0 ? ExitCodes.Success : ExitCodes.Findings;
    }
}
