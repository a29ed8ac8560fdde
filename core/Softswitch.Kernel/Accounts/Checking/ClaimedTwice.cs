using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Finds names and domains that two accounts claim.</summary>
internal static class ClaimedTwice
{
    /// <summary>Among accounts that were read, and between them and those that stay as they are.</summary>
    public static void Find(IReadOnlyList<CheckedAccount> read, IReadOnlyList<AccountEntry> others)
    {
        var names = new Dictionary<string, CheckedAccount>(StringComparer.Ordinal);
        var domains = new Dictionary<string, (string Account, string? File)>(StringComparer.OrdinalIgnoreCase);
        var isRead = read.Select(account => account.Name?.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var other in others.Where(other => !isRead.Contains(other.Name)))
        {
            foreach (var domain in other.Domains) domains[domain] = (other.Name, null);
        }

        foreach (var account in read)
        {
            if (account.Name is { } name && !names.TryAdd(name.Text, account))
                account.Add(name.Place, FindingCodes.Claimed, $"account '{name.Text}' has a file already: {names[name.Text].File}");
            FindDomains(account, domains);
        }
    }

    /// <summary>Between an account that is published and those in force.</summary>
    public static void Find(CheckedAccount account, AccountSet current)
    {
        var own = new Dictionary<string, (string Account, string? File)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (domain, _) in account.Domains)
        {
            if (current.OwnerOf(domain) is { } owner && owner != account.Name?.Text) own[domain] = (owner, null);
        }

        FindDomains(account, own);
    }

    private static void FindDomains(CheckedAccount account, Dictionary<string, (string Account, string? File)> domains)
    {
        var name = account.Name?.Text ?? "";
        foreach (var (domain, place) in account.Domains)
        {
            if (domains.TryAdd(domain, (name, account.File))) continue;
            var owner = domains[domain];
            account.Add(place, FindingCodes.Claimed, owner.File == account.File
                ? $"domain '{domain}' is there already"
                : $"domain '{domain}' belongs to account '{owner.Account}' already{(owner.File is null ? "" : ": " + owner.File)}");
        }
    }
}
