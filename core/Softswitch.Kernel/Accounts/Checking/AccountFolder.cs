using System.Text;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Finds the accounts of a folder: <c>NAME.yaml</c>, or a folder <c>NAME</c> whose files make one account together.</summary>
public static class AccountFolder
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The accounts of a folder; null, and the findings, where anything is wrong.</summary>
    /// <param name="folder">The folder. Files and folders that begin with a dot are passed over.</param>
    /// <param name="defaultAccount">Name of the account that answers for hosts no account claims, or null for none.</param>
    /// <param name="language">What plans are checked against.</param>
    public static (AccountSet? Set, IReadOnlyList<Finding> Findings) Read(string folder, string? defaultAccount, PlanLanguage language)
    {
        List<string[]> groups;
        try
        {
            groups = Group(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, [new Finding(folder, 1, 1, FindingCodes.Unreadable, $"the folder cannot be read: {exception.Message}")]);
        }

        var accounts = new (AccountReader? Reader, IReadOnlyList<Finding> Unreadable)[groups.Count];
        Parallel.For(0, accounts.Length, i => accounts[i] = ReadGroup(groups[i], language));
        return Judge(folder, [.. accounts.Select(account => account.Reader).OfType<AccountReader>()], [.. accounts.SelectMany(account => account.Unreadable)], accounts.Length, defaultAccount);
    }

    /// <summary>Checks the text of files that need not be on disk, each an account, as <see cref="Read"/> does.</summary>
    public static (AccountSet? Set, IReadOnlyList<Finding> Findings) Check(IEnumerable<(string Path, string Text)> texts, string? defaultAccount, PlanLanguage? language = null)
    {
        AccountReader[] readers = [.. texts.Select(file => AccountReader.Read([new SourceFile(file.Path, file.Text)], language ?? AccountLanguage.KernelOnly, null, 0))];
        return Judge("accounts", readers, [], readers.Length, defaultAccount);
    }

    /// <summary>The files of each account, tests left out, in a fixed order.</summary>
    private static List<string[]> Group(string folder) =>
    [
        .. Directory.EnumerateFiles(folder).Where(IsAccountFile).Select(file => (Key: Path.GetFileNameWithoutExtension(file), Files: (string[])[file]))
            .Concat(Directory.EnumerateDirectories(folder).Where(IsAccountFolder).Select(child => (Key: Path.GetFileName(child), Files: Directory.EnumerateFiles(child).Where(IsAccountFile).Order(StringComparer.Ordinal).ToArray())))
            .Where(group => group.Files.Length > 0)
            .OrderBy(group => group.Key, StringComparer.Ordinal).ThenBy(group => group.Files[0], StringComparer.Ordinal)
            .Select(group => group.Files),
    ];

    private static bool IsAccountFile(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" && Path.GetFileName(path) is var name && !name.StartsWith('.') && !new SourceFile(name, "").IsTest;

    private static bool IsAccountFolder(string path) => !Path.GetFileName(path).StartsWith('.') && !Path.GetFileName(path).StartsWith('_');

    private static (AccountReader? Reader, IReadOnlyList<Finding> Unreadable) ReadGroup(string[] paths, PlanLanguage language)
    {
        var files = new List<SourceFile>(paths.Length);
        var unreadable = new List<Finding>();
        foreach (var path in paths)
        {
            if (ReadFile(path, unreadable) is { } text) files.Add(new SourceFile(path, text));
        }

        return unreadable.Count > 0 ? (null, unreadable) : (AccountReader.Read(files, language, null, 0), []);
    }

    private static string? ReadFile(string path, List<Finding> unreadable)
    {
        try
        {
            // A character takes a byte at least.
            if (new FileInfo(path).Length > YamlReader.MaximumLength * 4L) return Refuse(FindingCodes.TooLarge, "the file is longer than 16 MB");
            var bytes = File.ReadAllBytes(path).AsSpan();
            if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Refuse(FindingCodes.Unreadable, "the file is not UTF-8");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(FindingCodes.Unreadable, $"the file cannot be read: {exception.Message}");
        }

        string? Refuse(string code, string text)
        {
            unreadable.Add(new Finding(path, 1, 1, code, text));
            return null;
        }
    }

    private static (AccountSet? Set, IReadOnlyList<Finding> Findings) Judge(string folder, AccountReader[] accounts, IReadOnlyList<Finding> unreadable, int count, string? defaultAccount)
    {
        FindClaimedTwice(accounts);
        var findings = unreadable.Concat(accounts.SelectMany(account => account.Findings.All)).ToList();
        if (count == 0) findings.Add(new Finding(folder, 1, 1, FindingCodes.NoAccount, "no account file here; expected at least one *.yaml"));
        var names = accounts.Select(account => account.Name?.Text).OfType<string>().Distinct().ToArray();
        if (count > 0 && defaultAccount is not null && !names.Contains(defaultAccount))
            findings.Add(new Finding(folder, 1, 1, FindingCodes.NoAccount, $"the default account '{defaultAccount}' has no file here{Suggestion.For(defaultAccount, names)}"));
        return findings.Count > 0 ? (null, findings) : (new AccountSet([.. accounts.Select(account => account.Account!)], defaultAccount), findings);
    }

    private static void FindClaimedTwice(AccountReader[] accounts)
    {
        var names = new Dictionary<string, AccountReader>(StringComparer.Ordinal);
        var domains = new Dictionary<string, AccountReader>(StringComparer.OrdinalIgnoreCase);
        foreach (var account in accounts)
        {
            if (account.Name is { } name && !names.TryAdd(name.Text, account))
                account.Findings.Add(name, FindingCodes.Claimed, $"account '{name.Text}' has a file already: {names[name.Text].Findings.File}");
            foreach (var (domain, place) in account.Domains)
            {
                if (domains.TryAdd(domain, account)) continue;
                var owner = domains[domain];
                account.Findings.Add(place, FindingCodes.Claimed, owner == account
                    ? $"domain '{domain}' is there already"
                    : $"domain '{domain}' belongs to account '{owner.Name?.Text}' already: {owner.Findings.File}");
            }
        }
    }
}
