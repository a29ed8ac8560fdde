using Softswitch.Dialplan.Publishing;

namespace Softswitch.Kernel.Accounts;

/// <summary>Keeps versions as long as the process lives: for checks that publish nothing, and for tests.</summary>
public sealed class MemoryDialplanStore(TimeProvider clock) : IDialplanStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(DialplanVersion Version, NewDialplan Dialplan)>> _versions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inForce = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDialplan>> LoadAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredDialplan>>([.. _inForce.Select(account => _versions[account][^1])
                .Select(last => new StoredDialplan(
                    last.Dialplan.Account, last.Version.Version, last.Dialplan.Domains, last.Dialplan.Reseller, last.Dialplan.Uses, last.Dialplan.Source, last.Dialplan.Origin, last.Dialplan.OriginHash))]);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredDialplan>> LoadAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellation) => [.. (await LoadAsync(cancellation)).Where(one => accounts.Contains(one.Account))];

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, int>> InForceAsync(CancellationToken cancellation) => (await LoadAsync(cancellation)).ToDictionary(one => one.Account, one => one.Version, StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> PublishAsync(IReadOnlyList<NewDialplan> dialplans, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<int>>([.. dialplans.Select(Publish)]);
        }
    }

    /// <inheritdoc/>
    public Task WithdrawAsync(IReadOnlyList<string> accounts, CancellationToken cancellation)
    {
        lock (_lock) _inForce.ExceptWith(accounts);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DialplanVersion>> VersionsAsync(string account, CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<DialplanVersion>>([.. VersionsOf(account).Select(version => version.Version).Reverse()]);
    }

    /// <inheritdoc/>
    public Task<PlanSource?> FindAsync(string account, int version, CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult(VersionsOf(account).FirstOrDefault(one => one.Version.Version == version).Dialplan?.Source);
    }

    private int Publish(NewDialplan dialplan)
    {
        if (!_versions.TryGetValue(dialplan.Account, out var versions)) _versions[dialplan.Account] = versions = [];
        var before = versions.Count == 0 ? null : versions[^1].Dialplan;
        versions.Add((new DialplanVersion(versions.Count + 1, clock.GetUtcNow(), dialplan.By), dialplan with { Origin = dialplan.Origin ?? before?.Origin, OriginHash = dialplan.OriginHash ?? before?.OriginHash }));
        _inForce.Add(dialplan.Account);
        return versions.Count;
    }

    private List<(DialplanVersion Version, NewDialplan Dialplan)> VersionsOf(string account) => _versions.GetValueOrDefault(account) ?? [];
}
