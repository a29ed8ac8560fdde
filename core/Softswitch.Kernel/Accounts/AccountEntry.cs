using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Publishing;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Kernel.Accounts;

/// <summary>An account that is in force: what finds it, and its files, of which the account itself is made when it is first used. Safe from any thread.</summary>
public sealed class AccountEntry
{
    private readonly AccountCompiler? _compiler;
    private readonly Lock _compiling = new();
    private volatile Account? _account;
    private volatile bool _isUsed;
    private volatile bool _isBroken;

    internal AccountEntry(string name, int version, IReadOnlyList<string> domains, string? reseller, PlanSource source, AccountCompiler compiler, Account? account = null)
    {
        Name = name;
        Version = version;
        Domains = domains;
        Reseller = reseller;
        Source = source;
        _compiler = compiler;
        if (account is null) return;
        _account = account;
        compiler.Keep(this);
    }

    /// <summary>An account that was made already and is not let go of.</summary>
    internal AccountEntry(Account account)
    {
        Name = account.Id;
        Version = account.Plan.Version;
        Domains = account.Domains;
        Source = PlanSource.Of([]);
        _account = account;
    }

    /// <summary>Name of the account.</summary>
    public string Name { get; }

    /// <summary>Number of its version, from 1.</summary>
    public int Version { get; }

    /// <summary>Its domains, at least one.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>The reseller whose layer is above it, or null.</summary>
    public string? Reseller { get; }

    /// <summary>Plugins that its own files name in <c>uses</c>.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Plugins that it uses, by its own files or by the layers above: their handlers, endpoints and background tasks are its own too. Nothing is made of its files to know them.</summary>
    public IEnumerable<string> Plugins => _compiler?.Layers.PluginsOf(Reseller) is { Count: > 0 } above ? Uses.Union(above, StringComparer.Ordinal) : Uses;

    /// <summary>Whether a plugin is among those. Nothing is made for the answer.</summary>
    public bool HasPlugin(string plugin) => Uses.Contains(plugin) || _compiler?.Layers.PluginsOf(Reseller).Contains(plugin) == true;

    /// <summary>Its files.</summary>
    public PlanSource Source { get; }

    /// <summary>Name in the folder it was read from, or null.</summary>
    public string? Origin { get; init; }

    /// <summary>Hash of what was read there, or null.</summary>
    public string? OriginHash { get; init; }

    /// <summary>The account; null where its files are no longer good, as when a plugin is gone.</summary>
    public Account? Account
    {
        get
        {
            if (_account is not { } account) return Compile();
            // Written only when it changes, so that workers do not fight over the line.
            if (!_isUsed) _isUsed = true;
            return account;
        }
    }

    /// <summary>The account for a look at it: where it is not ready for calls, it is made and not kept, so that those which are used keep their place. Null where its files are no longer good.</summary>
    public Account? Glance() => _account ?? _compiler?.Compile(this);

    /// <summary>Tries again where its files were not good: what was missing may have come.</summary>
    internal void Retry() => _isBroken = false;

    /// <summary>What the account may do with a version of a plugin. Quick.</summary>
    public PluginGrant GrantOf(PluginType plugin) => (_compiler?.Layers.GrantsOf(Reseller) ?? PlanGrants.Open).Find(Name, Reseller, plugin);

    /// <summary>Whether it was used since this was asked last.</summary>
    internal bool TakeUsed()
    {
        var was = _isUsed;
        _isUsed = false;
        return was;
    }

    /// <summary>Lets go of the account; it is made anew when it is used again. Calls that are up keep theirs.</summary>
    internal void Forget() => _account = null;

    private Account? Compile()
    {
        lock (_compiling)
        {
            if (_account is { } made || _isBroken) return _account;
            var account = _compiler?.Compile(this);
            _isBroken = account is null;
            _account = account;
        }

        if (_account is not null) _compiler?.Keep(this);
        return _account;
    }
}
