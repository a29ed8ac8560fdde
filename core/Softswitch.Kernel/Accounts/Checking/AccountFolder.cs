using System.Text;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads all account files of a folder and checks them, each alone and all together.</summary>
public static class AccountFolder
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The accounts of a folder; null, and the findings, where anything is wrong.</summary>
    /// <param name="folder">The folder. Files that begin with a dot and folders within are passed over.</param>
    /// <param name="defaultAccount">Name of the account that answers for hosts no account claims, or null for none.</param>
    public static (AccountSet? Set, IReadOnlyList<Finding> Findings) Read(string folder, string? defaultAccount)
    {
        string[] paths;
        try
        {
            paths = [.. Directory.EnumerateFiles(folder).Where(IsAccountFile).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, [new Finding(folder, 1, 1, FindingCodes.Unreadable, $"the folder cannot be read: {exception.Message}")]);
        }

        var files = new AccountFile[paths.Length];
        Parallel.For(0, paths.Length, i => files[i] = ReadFile(paths[i]));
        return Judge(folder, files, defaultAccount);
    }

    /// <summary>Checks the text of files that need not be on disk, as <see cref="Read"/> does.</summary>
    public static (AccountSet? Set, IReadOnlyList<Finding> Findings) Check(IEnumerable<(string Path, string Text)> texts, string? defaultAccount) =>
        Judge("accounts", [.. texts.Select(file => AccountFile.Read(file.Path, file.Text))], defaultAccount);

    private static bool IsAccountFile(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" && !Path.GetFileName(path).StartsWith('.');

    private static AccountFile ReadFile(string path)
    {
        try
        {
            // A character takes a byte at least.
            if (new FileInfo(path).Length > YamlReader.MaximumLength * 4L) return AccountFile.Unreadable(path, Place.Start, FindingCodes.TooLarge, "the file is longer than 16 MB");
            var bytes = File.ReadAllBytes(path).AsSpan();
            if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
            return AccountFile.Read(path, StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return AccountFile.Unreadable(path, Place.Start, FindingCodes.Unreadable, "the file is not UTF-8");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return AccountFile.Unreadable(path, Place.Start, FindingCodes.Unreadable, $"the file cannot be read: {exception.Message}");
        }
    }

    private static (AccountSet? Set, IReadOnlyList<Finding> Findings) Judge(string folder, AccountFile[] files, string? defaultAccount)
    {
        FindClaimedTwice(files);
        var findings = files.SelectMany(file => file.Findings.All).ToList();
        if (files.Length == 0) findings.Add(new Finding(folder, 1, 1, FindingCodes.NoAccount, "no account file here; expected at least one *.yaml"));
        var names = files.Select(file => file.Name?.Text).OfType<string>().Distinct().ToArray();
        if (files.Length > 0 && defaultAccount is not null && !names.Contains(defaultAccount))
            findings.Add(new Finding(folder, 1, 1, FindingCodes.NoAccount, $"the default account '{defaultAccount}' has no file here{Suggestion.For(defaultAccount, names)}"));
        return findings.Count > 0 ? (null, findings) : (new AccountSet([.. files.Select(file => file.Account!)], defaultAccount), findings);
    }

    private static void FindClaimedTwice(AccountFile[] files)
    {
        var names = new Dictionary<string, AccountFile>(StringComparer.Ordinal);
        var domains = new Dictionary<string, AccountFile>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            if (file.Name is { } name && !names.TryAdd(name.Text, file))
                file.Findings.Add(name, FindingCodes.Claimed, $"account '{name.Text}' has a file already: {names[name.Text].Path}");
            foreach (var (domain, place) in file.Domains)
            {
                if (domains.TryAdd(domain, file)) continue;
                var owner = domains[domain];
                file.Findings.Add(place, FindingCodes.Claimed, owner == file
                    ? $"domain '{domain}' is there already"
                    : $"domain '{domain}' belongs to account '{owner.Name?.Text}' already: {owner.Path}");
            }
        }
    }
}
