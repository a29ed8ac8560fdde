using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Checking;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Accounts;

/// <summary>
/// Makes accounts of their files when they are used, and keeps as many of them as it may: where there are more, one that was not used for long is let go. Safe from any thread.
/// </summary>
/// <param name="language">What plans are checked against.</param>
/// <param name="layers">The layers above accounts.</param>
/// <param name="capacity">Most accounts that are kept, 1 or more.</param>
/// <param name="logger">For accounts that are no longer good.</param>
internal sealed class AccountCompiler(PlanLanguage language, AccountLayers layers, int capacity, ILogger logger)
{
    private readonly PlanLanguage _language = language.ForPublished();
    private readonly Lock _lock = new();
    // The hand of a clock goes round: who was used since it passed is spared once.
    private readonly Queue<WeakReference<AccountEntry>> _kept = [];

    public AccountLayers Layers { get; } = layers;

    /// <summary>The account; null, and a line in the log, where its files are no longer good.</summary>
    public Account? Compile(AccountEntry entry)
    {
        try
        {
            var reader = AccountReader.Read(entry.Source.Unpack(), _language, Layers, entry.Version);
            if (reader.Account is { } account) return account;
            logger.LogError("Account {Account}, version {Version}, can no longer be used: {Finding}", entry.Name, entry.Version, reader.Findings.All.FirstOrDefault());
        }
        catch (InvalidDataException e)
        {
            logger.LogError("Account {Account}, version {Version}, can no longer be used: {Reason}", entry.Name, entry.Version, e.Message);
        }

        return null;
    }

    /// <summary>Is told that an entry has its account.</summary>
    public void Keep(AccountEntry entry)
    {
        lock (_lock)
        {
            _kept.Enqueue(new WeakReference<AccountEntry>(entry));
            while (_kept.Count > capacity)
            {
                var oldest = _kept.Dequeue();
                if (!oldest.TryGetTarget(out var other)) continue;
                if (other == entry || other.TakeUsed()) _kept.Enqueue(oldest);
                else other.Forget();
            }
        }
    }
}
