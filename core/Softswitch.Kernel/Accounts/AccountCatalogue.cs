using Softswitch.Dialplan.Checking;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Accounts;

/// <summary>
/// The accounts in force, read from a folder and read again on demand. All files are checked together; what is found
/// wrong in any of them leaves in force what was. Readers see either all of the old or all of the new; a call that is up
/// keeps the account it began with.
/// </summary>
/// <param name="folder">Folder of the accounts: files <c>NAME.yaml</c>, folders <c>NAME</c> of such files.</param>
/// <param name="defaultAccount">Name of the account that answers for hosts no account claims, or null for none.</param>
/// <param name="language">What plans are checked against.</param>
public sealed class AccountCatalogue(string folder, string? defaultAccount, PlanLanguage language) : IAccountDirectory
{
    private readonly Lock _loading = new();
    private volatile AccountSet _current = AccountSet.Empty;

    /// <summary>The accounts in force.</summary>
    public AccountSet Current => _current;

    /// <summary>Reads and checks the folder, and puts it in force where nothing is wrong. Safe from any thread.</summary>
    public AccountLoad Load()
    {
        lock (_loading)
        {
            var (set, findings) = AccountFolder.Read(folder, defaultAccount, language);
            if (set is null) return new AccountLoad(false, _current, findings);
            _current = set;
            return new AccountLoad(true, set, findings);
        }
    }

    /// <inheritdoc/>
    public Account? Find(string account) => _current.Find(account);

    /// <inheritdoc/>
    public Account? FindByHost(ReadOnlySpan<byte> host) => _current.FindByHost(host);
}
