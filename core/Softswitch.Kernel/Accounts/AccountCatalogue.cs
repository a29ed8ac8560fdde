using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Dialplan.Yaml;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Accounts;

/// <summary>
/// The accounts in force: read from a folder where that has changed, published one by one, kept in versions. An account with findings stays as it was; the others are not touched by it. Readers
/// see each account either in its old version or in its new one; a call that is up keeps the one it began with. Safe from any thread.
/// </summary>
public sealed partial class AccountCatalogue : IAccountDirectory, IDisposable
{
    /// <summary>Most accounts that are kept ready for calls; others are made of their files when they are used.</summary>
    public const int DefaultCapacity = 20_000;

    private const int Batch = 1000;

    private readonly AccountCatalogueOptions _options;
    private readonly IDialplanStore _store;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _publishing = new(1);
    private volatile AccountSet _current = AccountSet.Empty;
    private AccountCompiler _compiler;
    private bool _isLoaded;

    /// <summary>A catalogue in which nothing is in force yet.</summary>
    public AccountCatalogue(AccountCatalogueOptions options, IDialplanStore store, ILogger logger)
    {
        _options = options;
        _store = store;
        _logger = logger;
        _compiler = CompilerWith(AccountLayers.None);
    }

    /// <summary>The accounts in force.</summary>
    public AccountSet Current => _current;

    /// <summary>Runs the tests that lie beside plans; null runs none.</summary>
    public PlanTests? Tests { get; set; }

    /// <inheritdoc/>
    public Account? Find(string account) => _current.Find(account);

    /// <inheritdoc/>
    public Account? FindByHost(ReadOnlySpan<byte> host) => _current.FindByHost(host);

    /// <summary>Reads what has changed in the folder, checks it, and brings into force whatever nothing is wrong with.</summary>
    public async Task<AccountLoad> LoadAsync(CancellationToken cancellation = default)
    {
        await _publishing.WaitAsync(cancellation);
        try
        {
            if (!_isLoaded) await RestoreAsync(cancellation);
            var findings = new List<Finding>();
            IReadOnlyList<FileGroup> groups;
            try
            {
                await LoadLayersAsync(findings, cancellation);
                groups = FolderFiles.Accounts(_options.Folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new AccountLoad(_current, [new Finding(_options.Folder, 1, 1, FindingCodes.Unreadable, $"the folder cannot be read: {exception.Message}")], [], _current.Entries.Count > 0);
            }

            return await ImportAsync(groups, findings, cancellation);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <summary>Checks the files of one account, runs its tests, and brings it into force.</summary>
    /// <param name="contents">Its files, with its tests and what lies beside it.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="cancellation">Gives up; the account then is as it was.</param>
    public Task<AccountPublication> PublishAsync(PlanContents contents, string by, CancellationToken cancellation) =>
        PublishAsync(PlanSource.Of(contents.Sources, contents.Beside), by, Tests, cancellation);

    /// <summary>
    /// Brings an earlier version of an account back into force, as a new one. It is checked again, for plugins may have changed meanwhile; its tests passed when it was published, and are not run by those who go back in a hurry.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="version">The version; null for the one before that in force.</param>
    /// <param name="cancellation">Gives up; the account then is as it was.</param>
    /// <returns>What came of it; null where there is no such version.</returns>
    public async Task<AccountPublication?> RollbackAsync(string account, int? version, CancellationToken cancellation)
    {
        var target = version ?? (_current.FindEntry(account)?.Version ?? 0) - 1;
        return await _store.FindAsync(account, target, cancellation) is { } source ? await PublishAsync(source, $"rollback to {target}", null, cancellation) : null;
    }

    /// <summary>Plugins have come or gone: accounts that could not be used are tried again when they are asked for.</summary>
    public void Retry()
    {
        foreach (var entry in _current.Entries) entry.Retry();
    }

    /// <summary>Versions of an account, the latest first.</summary>
    public Task<IReadOnlyList<DialplanVersion>> VersionsAsync(string account, CancellationToken cancellation) => _store.VersionsAsync(account, cancellation);

    /// <summary>The files of a version, or null where there is none.</summary>
    public async Task<PlanContents?> FilesAsync(string account, int version, CancellationToken cancellation) =>
        (await _store.FindAsync(account, version, cancellation))?.Unpack();

    /// <summary>An account as one of its versions has it, under the layers of now; null where there is no such version, or it is no longer good.</summary>
    public async Task<Account?> FindAsync(string account, int version, CancellationToken cancellation)
    {
        if (_current.FindEntry(account) is { } entry && entry.Version == version) return entry.Account;
        return await _store.FindAsync(account, version, cancellation) is { } source ? _compiler.Compile(new AccountEntry(account, version, [], null, source, _compiler)) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _publishing.Dispose();

    private AccountCompiler CompilerWith(AccountLayers layers) => new(_options.Language, layers, _options.Capacity, _logger);

    /// <summary>Brings into force what was in force when the switch was stopped. Nothing is checked again: an account is made of its files when it is used.</summary>
    private async Task RestoreAsync(CancellationToken cancellation)
    {
        var stored = await _store.LoadAsync(cancellation);
        if (stored.FirstOrDefault(one => one.Account == AccountLayers.Name) is { } layers) Take(layers);
        _current = AccountSet.Of(stored.Where(one => one.Account != AccountLayers.Name).Select(EntryOf).ToArray(), _options.DefaultAccount);
        _isLoaded = true;
    }

    /// <summary>Layers come into force only where every account is good with them.</summary>
    private async Task LoadLayersAsync(List<Finding> findings, CancellationToken cancellation)
    {
        var group = FolderFiles.Layers(_options.Folder);
        if (group.Source.Hash.Span.SequenceEqual(_compiler.Layers.Source.Hash.Span) && group.Unreadable.Count == 0) return;
        // Where there are none here, those of another node's folder stay.
        if (group.Source.Hash.Span.SequenceEqual(AccountLayers.None.Source.Hash.Span) && group.Unreadable.Count == 0 && _layersOrigin is not null && !IsOfThisFolder(_layersOrigin)) return;
        var found = group.Unreadable.ToList();
        var layers = LayersReader.Read(group.Source, _options.Language, found);
        if (found.Count == 0)
        {
            found = [.. _current.Entries.AsParallel()
                .SelectMany(entry => CheckedAccount.Of(new FileGroup(entry.Name, entry.Source, []), _options.Language.ForPublished(), layers, null, keep: false).Findings)];
        }

        findings.AddRange(found);
        if (found.Count > 0) return;
        _layersOrigin = OriginOf(AccountLayers.Name);
        _layersVersion = (await _store.PublishAsync([new NewDialplan(AccountLayers.Name, [""], null, [], group.Source, "folder", _layersOrigin, group.Source.HashText)], cancellation))[0];
        _compiler = CompilerWith(layers with { Version = _layersVersion });
        _current = AccountSet.Of(_current.Entries.Select(Again).ToArray(), _options.DefaultAccount);
    }

    private async Task<AccountLoad> ImportAsync(IReadOnlyList<FileGroup> groups, List<Finding> findings, CancellationToken cancellation)
    {
        var byOrigin = _current.Entries.Where(entry => entry.Origin is not null).ToLookup(entry => NameIn(entry.Origin!), StringComparer.Ordinal);
        var changed = groups.Where(group => group.Unreadable.Count > 0 || !byOrigin[group.Name].Any(entry => entry.OriginHash == group.Source.HashText)).ToArray();
        var read = new CheckedAccount[changed.Length];
        Parallel.For(0, changed.Length, i => read[i] = CheckedAccount.Of(changed[i], _options.Language, _compiler.Layers, Tests, keep: i < _options.Capacity));

        var origins = groups.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var renamed = read.Select(account => account.Name?.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var gone = _current.Entries.Where(entry => IsOfThisFolder(entry.Origin) && !origins.Contains(NameIn(entry.Origin!)) && !renamed.Contains(entry.Name)).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var stay = _current.Entries.Where(entry => !gone.Contains(entry.Name)).ToList();
        ClaimedTwice.Find(read, stay);
        findings.AddRange(read.SelectMany(account => account.Findings));
        FindMissing(groups, read, stay, findings);

        var good = read.Where(account => account.Findings.Count == 0).ToList();
        var versions = new List<int>(good.Count);
        foreach (var batch in good.Chunk(Batch)) versions.AddRange(await _store.PublishAsync([.. batch.Select(account => NewOf(account, "folder"))], cancellation));
        if (gone.Count > 0) await _store.WithdrawAsync([.. gone], cancellation);
        var published = good
            .Zip(versions, (account, version) => EntryOf(account, version, OriginOf(account.Group.Name), account.Group.Source.HashText))
            .ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        _current = AccountSet.Of(stay.Where(entry => !published.ContainsKey(entry.Name)).Concat(published.Values).ToArray(), _options.DefaultAccount);
        var isWhole = findings.Count == 0 || (groups.Count > 0 && read.Where(account => account.Findings.Count > 0).All(account => byOrigin.Contains(account.Group.Name)) && findings.TrueForAll(finding => finding.Code != FindingCodes.NoAccount));
        return new AccountLoad(_current, findings, [.. published.Keys], isWhole);
    }

    private void FindMissing(IReadOnlyList<FileGroup> groups, CheckedAccount[] read, List<AccountEntry> stay, List<Finding> findings)
    {
        if (groups.Count == 0 && stay.Count == 0) findings.Add(new Finding(_options.Folder, 1, 1, FindingCodes.NoAccount, "no account file here; expected at least one *.yaml"));
        if ((groups.Count == 0 && stay.Count == 0) || _options.DefaultAccount is not { } wanted) return;
        var names = read.Select(account => account.Name?.Text).OfType<string>().Concat(stay.Select(entry => entry.Name)).Distinct().ToArray();
        if (!names.Contains(wanted)) findings.Add(new Finding(_options.Folder, 1, 1, FindingCodes.NoAccount, $"the default account '{wanted}' has no file here{Suggestion.For(wanted, names)}"));
    }

    private async Task<AccountPublication> PublishAsync(PlanSource source, string by, PlanTests? tests, CancellationToken cancellation)
    {
        var group = new FileGroup("", source, []);
        // Tests may take long, and no other account waits for them.
        var compiler = _compiler;
        var account = CheckedAccount.Of(group, _options.Language, compiler.Layers, tests, keep: true);
        await _publishing.WaitAsync(cancellation);
        try
        {
            if (compiler != _compiler) account = CheckedAccount.Of(group, _options.Language, _compiler.Layers, tests, keep: true);
            return await PublishAsync(account, by, cancellation);
        }
        finally
        {
            _publishing.Release();
        }
    }

    private async Task<AccountPublication> PublishAsync(CheckedAccount account, string by, CancellationToken cancellation)
    {
        ClaimedTwice.Find(account, _current);
        if (account.Findings.Count > 0) return new AccountPublication(account.Name?.Text, 0, account.Findings);
        var version = (await _store.PublishAsync([NewOf(account, by)], cancellation))[0];
        var before = _current.FindEntry(account.Name!.Text);
        var entry = EntryOf(account, version, before?.Origin, before?.OriginHash);
        _current = _current.With(entry);
        return new AccountPublication(entry.Name, version, []);
    }

    private NewDialplan NewOf(CheckedAccount account, string by)
    {
        var isFolder = account.Group.Name.Length > 0;
        return new NewDialplan(
            account.Name!.Text, [.. account.Domains.Select(domain => domain.Domain)], account.Reseller, account.Uses, account.Group.Source, by,
            isFolder ? OriginOf(account.Group.Name) : null, isFolder ? account.Group.Source.HashText : null);
    }

    private AccountEntry EntryOf(CheckedAccount account, int version, string? origin, string? originHash) =>
        new(account.Name!.Text, version, [.. account.Domains.Select(domain => domain.Domain)], account.Reseller, account.Group.Source, _compiler, Numbered(account, version))
        {
            Uses = account.Uses,
            Origin = origin,
            OriginHash = originHash,
        };

    private static Account? Numbered(CheckedAccount account, int version) => account.Account is { } made ? made with { Plan = made.Plan.As(version) } : null;
}

/// <summary>Where accounts come from.</summary>
public sealed record AccountCatalogueOptions
{
    /// <summary>Folder of the accounts: files <c>NAME.yaml</c>, folders <c>NAME</c> of such files; <c>_platform</c> and <c>_resellers/NAME</c> for the layers above.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of this node, where several share what is published: an account that another one's folder has does not go because this one's folder lacks it. Null where there is one alone.</summary>
    public string? Node { get; init; }

    /// <summary>What plans are checked against.</summary>
    public required PlanLanguage Language { get; init; }

    /// <summary>Name of the account that answers for hosts no account claims, or null for none.</summary>
    public string? DefaultAccount { get; init; }

    /// <summary>Most accounts that are kept ready for calls, 1 or more.</summary>
    public int Capacity { get; init; } = AccountCatalogue.DefaultCapacity;
}

/// <summary>What came of publishing an account.</summary>
/// <param name="Account">Its name, or null where the files do not say it.</param>
/// <param name="Version">Number of the new version; 0 where there are findings.</param>
/// <param name="Findings">What is wrong.</param>
public sealed record AccountPublication(string? Account, int Version, IReadOnlyList<Finding> Findings);
