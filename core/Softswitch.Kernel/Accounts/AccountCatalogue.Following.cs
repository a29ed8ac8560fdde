using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Accounts;

/// <content>What other nodes of the same database publish.</content>
public sealed partial class AccountCatalogue
{
    private int _layersVersion;
    private string? _layersOrigin;

    /// <summary>Brings into force what another node has published. It was checked there, and is not again: an account is made of its files when it is used.</summary>
    /// <param name="versions">Accounts with the versions that are in force now, 0 where none is any more; null where any may have changed.</param>
    /// <param name="cancellation">Gives up; all is as it was.</param>
    /// <returns>Accounts that are in another version now, or gone.</returns>
    public async Task<IReadOnlyCollection<string>> FollowAsync(IReadOnlyDictionary<string, int>? versions, CancellationToken cancellation)
    {
        await _publishing.WaitAsync(cancellation);
        try
        {
            if (!_isLoaded) return [];
            var told = versions ?? await _store.InForceAsync(cancellation);
            var stale = told.Where(one => VersionHere(one.Key) != one.Value).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
            if (versions is null) stale.UnionWith(_current.Entries.Select(entry => entry.Name).Where(name => !told.ContainsKey(name)));
            if (stale.Count == 0) return [];

            // What is in force by now, which may be later than what was told.
            var stored = await _store.LoadAsync(stale, cancellation);
            var stay = _current.Entries.Where(entry => !stale.Contains(entry.Name));
            if (stored.FirstOrDefault(one => one.Account == AccountLayers.Name) is { } layers)
            {
                Take(layers);
                stay = stay.Select(Again);
            }

            _current = AccountSet.Of(stay.Concat(stored.Where(one => one.Account != AccountLayers.Name).Select(EntryOf)).ToArray(), _options.DefaultAccount);
            return stale;
        }
        finally
        {
            _publishing.Release();
        }
    }

    private int VersionHere(string account) => account == AccountLayers.Name ? _layersVersion : _current.FindEntry(account)?.Version ?? 0;

    private void Take(StoredDialplan layers)
    {
        _compiler = CompilerWith(LayersReader.Read(layers.Source, _options.Language.ForPublished(), []) with { Version = layers.Version });
        _layersVersion = layers.Version;
        _layersOrigin = layers.Origin;
    }

    private AccountEntry EntryOf(StoredDialplan one) => new(one.Account, one.Version, one.Domains, one.Reseller, one.Source, _compiler)
    {
        Uses = one.Uses ?? AccountReader.UsesOf(one.Source),
        Origin = one.Origin,
        OriginHash = one.OriginHash,
    };

    /// <summary>The same with the layers that are above it now.</summary>
    private AccountEntry Again(AccountEntry entry) => new(entry.Name, entry.Version, entry.Domains, entry.Reseller, entry.Source, _compiler)
    {
        Uses = entry.Uses,
        Origin = entry.Origin,
        OriginHash = entry.OriginHash,
    };

    /// <summary>What an account of this node's folder is kept with, so that another node's folder does not speak for it.</summary>
    private string OriginOf(string name) => _options.Node is { } node ? $"{node}/{name}" : name;

    private bool IsOfThisFolder(string? origin) => origin is not null && (!origin.Contains('/', StringComparison.Ordinal) || origin == OriginOf(NameIn(origin)));

    private static string NameIn(string origin) => origin[(origin.LastIndexOf('/') + 1)..];
}
