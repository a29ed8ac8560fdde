using Softswitch.Host.Configuration;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Host.Commands;

/// <summary><c>softswitch check</c>: everything that <c>run</c> would object to, all at once, without starting anything.</summary>
internal static class CheckCommand
{
    /// <summary>Prints the findings; the exit code.</summary>
    public static int Run(ConfigurationSources sources, IReadOnlyList<string> folders, TextWriter output)
    {
        var (configuration, findings) = ConfigurationLoader.Load(sources);
        var all = findings.ToList();
        var accounts = 0;
        foreach (var folder in folders.Count > 0 ? folders : [configuration.Dialplans])
        {
            var (set, found) = AccountFolder.Read(folder, folders.Count > 0 ? null : configuration.DefaultAccount, AccountLanguage.KernelOnly);
            all.AddRange(found);
            accounts += set?.Accounts.Count ?? 0;
        }

        foreach (var finding in all) output.WriteLine(finding);
        output.WriteLine(all.Count == 0 ? $"{accounts} account(s) checked, nothing found" : $"{all.Count} finding(s)");
        return all.Count == 0 ? ExitCodes.Success : ExitCodes.Findings;
    }
}
