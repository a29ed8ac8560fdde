using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Softswitch.Kernel.Accounts;

/// <summary>All accounts of one moment, checked against each other. Immutable; reading needs no lock.</summary>
public sealed class AccountSet : IAccountDirectory
{
    private const int MaximumHostLength = 255;

    private readonly FrozenDictionary<string, Account> _byDomain;
    private readonly FrozenDictionary<string, Account> _byName;

    /// <summary>Makes the set of accounts whose names and domains differ.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="defaultAccount">Name of the account that answers for hosts no account claims, or null for none.</param>
    public AccountSet(IReadOnlyCollection<Account> accounts, string? defaultAccount)
    {
        Accounts = accounts;
        _byName = accounts.ToFrozenDictionary(account => account.Id);
        _byDomain = accounts
            .SelectMany(account => account.Domains, (account, domain) => (domain, account))
            .ToFrozenDictionary(pair => pair.domain, pair => pair.account, StringComparer.OrdinalIgnoreCase);
        Default = defaultAccount is null ? null : _byName.GetValueOrDefault(defaultAccount);
    }

    /// <summary>No account at all: what is in force before the first loading.</summary>
    public static AccountSet Empty { get; } = new([], null);

    /// <summary>The accounts.</summary>
    public IReadOnlyCollection<Account> Accounts { get; }

    /// <summary>The account that answers for hosts no account claims, or null.</summary>
    public Account? Default { get; }

    /// <inheritdoc/>
    public Account? Find(string account) => _byName.GetValueOrDefault(account);

    /// <inheritdoc/>
    public Account? FindByHost(ReadOnlySpan<byte> host)
    {
        if (host is [(byte)'[', .., (byte)']']) host = host[1..^1];
        // A dot at the end says that a name is complete (RFC 1034 §3.1), and changes nothing.
        if (host is [.., (byte)'.']) host = host[..^1];
        if (host.Length > MaximumHostLength) return Default;
        Span<char> text = stackalloc char[MaximumHostLength];
        return Ascii.ToUtf16(host, text, out var length) == OperationStatus.Done
            && _byDomain.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var account) ? account : Default;
    }
}
