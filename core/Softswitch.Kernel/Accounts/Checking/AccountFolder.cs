using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Checks accounts without publishing anything.</summary>
public static class AccountFolder
{
    /// <summary>Reads all accounts of a folder and checks them, each alone and all together.</summary>
    /// <param name="options">The folder, and what its plans are checked against.</param>
    /// <param name="tests">Runs the tests beside the plans; null runs none.</param>
    public static async Task<AccountLoad> CheckAsync(AccountCatalogueOptions options, PlanTests? tests = null)
    {
        using var catalogue = new AccountCatalogue(options, new MemoryDialplanStore(TimeProvider.System), NullLogger.Instance) { Tests = tests };
        return await catalogue.LoadAsync();
    }

    /// <summary>Checks the text of files that need not be on disk, each an account; null, and the findings, where anything is wrong.</summary>
    public static (AccountSet? Set, IReadOnlyList<Finding> Findings) Check(IEnumerable<(string Path, string Text)> texts, string? defaultAccount, PlanLanguage? language = null)
    {
        language ??= AccountLanguage.KernelOnly;
        CheckedAccount[] read = [.. texts.Select(file => CheckedAccount.Of(
            new FileGroup(file.Path, PlanSource.Of([new SourceFile(file.Path, file.Text)]), []), language, AccountLayers.None, null, keep: true))];
        ClaimedTwice.Find(read, []);
        var findings = read.SelectMany(account => account.Findings.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column)).ToList();
        if (findings.Count > 0) return (null, findings);
        var compiler = new AccountCompiler(language, AccountLayers.None, read.Length + 1, NullLogger.Instance);
        AccountEntry EntryOf(CheckedAccount account) =>
            new(account.Name!.Text, 1, [.. account.Domains.Select(domain => domain.Domain)], account.Reseller, account.Group.Source, compiler, account.Account) { Uses = account.Uses };
        return (AccountSet.Of(read.Select(EntryOf).ToArray(), defaultAccount), []);
    }
}
