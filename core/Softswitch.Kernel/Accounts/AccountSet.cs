using System.Buffers;
using System.Text;

namespace Softswitch.Kernel.Accounts;

/// <summary>All accounts of one moment, their names and domains checked against each other. Immutable; reading needs no lock.</summary>
public sealed class AccountSet : IAccountDirectory
{
    private const int MaximumHostLength = 255;

    private readonly Dictionary<string, AccountEntry> _byName;
    private readonly Dictionary<string, AccountEntry> _byDomain;
    private readonly string? _defaultAccount;

    private AccountSet(Dictionary<string, AccountEntry> byName, Dictionary<string, AccountEntry> byDomain, string? defaultAccount)
    {
        _byName = byName;
        _byDomain = byDomain;
        _defaultAccount = defaultAccount;
        DefaultEntry = defaultAccount is null ? null : byName.GetValueOrDefault(defaultAccount);
    }

    /// <summary>No account at all: what is in force before the first loading.</summary>
    public static AccountSet Empty { get; } = Of(Array.Empty<AccountEntry>(), null);

    /// <summary>The accounts, in no particular order.</summary>
    public IReadOnlyCollection<AccountEntry> Entries => _byName.Values;

    /// <summary>The account that answers for hosts no account claims, or null.</summary>
    public Account? Default => DefaultEntry?.Account;

    private AccountEntry? DefaultEntry { get; }

    /// <summary>The set of accounts whose names and domains differ.</summary>
    /// <param name="entries">The accounts.</param>
    /// <param name="defaultAccount">Name of the account that answers for hosts no account claims, or null for none.</param>
    public static AccountSet Of(IReadOnlyCollection<AccountEntry> entries, string? defaultAccount)
    {
        var byName = new Dictionary<string, AccountEntry>(entries.Count, StringComparer.Ordinal);
        var byDomain = new Dictionary<string, AccountEntry>(entries.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries) Add(entry, byName, byDomain);
        return new AccountSet(byName, byDomain, defaultAccount);
    }

    /// <summary>The set of accounts that were made already.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="defaultAccount">Name of the account that answers for hosts no account claims, or null for none.</param>
    public static AccountSet Of(IEnumerable<Account> accounts, string? defaultAccount) => Of(accounts.Select(account => new AccountEntry(account)).ToArray(), defaultAccount);

    /// <summary>The same with one account new, or in another version.</summary>
    public AccountSet With(AccountEntry entry)
    {
        var byName = new Dictionary<string, AccountEntry>(_byName, StringComparer.Ordinal);
        var byDomain = new Dictionary<string, AccountEntry>(_byDomain, StringComparer.OrdinalIgnoreCase);
        foreach (var domain in _byName.GetValueOrDefault(entry.Name)?.Domains ?? []) byDomain.Remove(domain);
        Add(entry, byName, byDomain);
        return new AccountSet(byName, byDomain, _defaultAccount);
    }

    /// <summary>An account by name, not yet made of its files; or null.</summary>
    public AccountEntry? FindEntry(string account) => _byName.GetValueOrDefault(account);

    /// <summary>Name of the account that a domain belongs to, or null.</summary>
    public string? OwnerOf(string domain) => _byDomain.GetValueOrDefault(domain)?.Name;

    /// <inheritdoc/>
    public Account? Find(string account) => FindEntry(account)?.Account;

    /// <inheritdoc/>
    public Account? FindByHost(ReadOnlySpan<byte> host)
    {
        if (host is [(byte)'[', .., (byte)']']) host = host[1..^1];
        // A dot at the end says that a name is complete (RFC 1034 §3.1), and changes nothing.
        if (host is [.., (byte)'.']) host = host[..^1];
        if (host.Length > MaximumHostLength) return Default;
        Span<char> text = stackalloc char[MaximumHostLength];
        return Ascii.ToUtf16(host, text, out var length) == OperationStatus.Done
            && _byDomain.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var entry) ? entry.Account : Default;
    }

    private static void Add(AccountEntry entry, Dictionary<string, AccountEntry> byName, Dictionary<string, AccountEntry> byDomain)
    {
        byName[entry.Name] = entry;
        foreach (var domain in entry.Domains) byDomain[domain] = entry;
    }
}
