using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Generations;

/// <summary>
/// The plugins of the switch: those in force, those on their way out, and how one takes the place of the other while calls are up. The new generation is loaded beside the old one and tried on all plans
/// before the two are exchanged; where anything is wrong the old one stays. Safe from any thread.
/// </summary>
public sealed partial class PluginHost : IStepHost, IStepCatalogue, IAsyncDisposable
{
    private readonly PluginHostOptions _options;
    private readonly IPluginServices _services;
    private readonly IPluginGrants _grants;
    private readonly IPlansInUse _plans;
    private readonly ILogger _logger;
    private readonly PluginStore _store;
    private readonly GenerationLoader _loader;
    private readonly GenerationRetirement _retirement;
    private readonly FailureAttribution _attribution;
    private readonly SemaphoreSlim _applying = new(1, 1);
    private volatile PluginTable _table = PluginTable.Empty;

    /// <summary>A host without plugins; <see cref="ApplyAsync(bool, CancellationToken)"/> loads them.</summary>
    /// <param name="options">How plugins are hosted.</param>
    /// <param name="services">Where their services come from.</param>
    /// <param name="grants">Who may use which.</param>
    /// <param name="plans">The plans in force.</param>
    /// <param name="kernelSteps">The switch's own steps.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    public PluginHost(
        PluginHostOptions options,
        IPluginServices services,
        IPluginGrants grants,
        IPlansInUse plans,
        IReadOnlyCollection<StepType> kernelSteps,
        TimeProvider clock,
        ILogger logger)
    {
        _options = options;
        _services = services;
        _grants = grants;
        _plans = plans;
        _logger = logger;
        KernelSteps = kernelSteps;
        _store = new PluginStore(options.Folder, inBox: options.InBox);
        _loader = new GenerationLoader(options, services, plans, clock, logger);
        _retirement = new GenerationRetirement(options, clock, logger);
        _attribution = new FailureAttribution(() => _table.All, logger);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<StepType> KernelSteps { get; }

    /// <summary>All generations: those in force, those that were refused, those on their way out.</summary>
    public IReadOnlyList<PluginStatus> Status
    {
        get
        {
            var table = _table;
            return [.. table.All.Concat(_retirement.Draining).Select(StatusOf), .. table.Refused];
        }
    }

    /// <summary>Generations of a plugin in memory: in force, draining, and unloaded but still there.</summary>
    public int GenerationsAlive(string id) =>
        _table.Of(id).Length + _retirement.Draining.Count(generation => generation.Manifest.Id == id) + _retirement.Watch.Alive(id).Count;

    /// <summary>How long the oldest generation of a plugin has been in memory since it was unloaded; zero where none is.</summary>
    public TimeSpan OldestLeftover(string id) => _retirement.Watch.Oldest(id);

    /// <inheritdoc/>
    public IStepSession Begin(string account) => new PluginSession(this, account, null);

    /// <summary>The same plugins with services of somebody else's: for calls that are simulated and may touch nothing that is kept.</summary>
    /// <param name="services">The services of a plugin, by its id.</param>
    public IStepHost With(Func<string, IServiceProvider> services) => new SubstituteHost(this, services);

    /// <inheritdoc/>
    public IStepSession Begin(string account, Func<string, IServiceProvider, IServiceProvider> listen) => new PluginSession(this, account, (plugin, own) => listen(plugin, own()));

    /// <inheritdoc/>
    public IReadOnlyCollection<PluginType> Installed => _table.Types;

    /// <inheritdoc/>
    public void Expect(PluginType plugin)
    {
        foreach (var generation in _table.Of(plugin.Id))
        {
            if (!ReferenceEquals(generation.Type, plugin) || !generation.TryHold()) continue;
            generation.Runtime.Prepare();
            generation.Release();
        }
    }

    /// <summary>What was resolved for the generations of a plugin that are in force.</summary>
    public IReadOnlyList<(string Generation, IReadOnlyList<string> Resolutions)> Explain(string id)
    {
        var explained = new List<(string, IReadOnlyList<string>)>();
        foreach (var generation in _table.Of(id)) explained.Add((generation.Name, [.. generation.Log.Entries.Select(entry => entry.ToString())]));
        return explained;
    }

    /// <summary>Brings into force what <c>plugins.lock</c> says, beside the plugins that the product comes with.</summary>
    /// <param name="isStart">At the start whatever is good is loaded and the rest refused; later all of it comes into force or none.</param>
    /// <param name="cancellation">Ends the wait; nothing is changed then.</param>
    /// <returns>What is wrong; where it is not the start and there is anything, what was in force stays so.</returns>
    public Task<IReadOnlyList<PluginProblem>> ApplyAsync(bool isStart, CancellationToken cancellation) => ApplyAsync(isStart, isForced: false, cancellation);

    /// <summary>The same.</summary>
    /// <param name="isStart">At the start whatever is good is loaded and the rest refused; later all of it comes into force or none.</param>
    /// <param name="isForced">Whether plans in force may be left without a plugin that they ask for: their steps end with <c>error</c>.</param>
    /// <param name="cancellation">Ends the wait; nothing is changed then.</param>
    public async Task<IReadOnlyList<PluginProblem>> ApplyAsync(bool isStart, bool isForced, CancellationToken cancellation)
    {
        await _applying.WaitAsync(cancellation);
        try
        {
            var problems = new List<PluginProblem>();
            var locked = PluginLock.Read(_options.Folder, problems);
            if (problems.Count > 0 && !isStart) return problems;
            var wanted = WantedPlugins.Of(locked, _store, problems);
            var change = new TableChange(_table, wanted, _loader, _plans, _retirement.Watch, _options, KernelSteps);
            var (next, old) = await change.MakeAsync(isStart, isStart || isForced, problems, cancellation);
            if (next is null) return problems;
            var isChanged = old.Count > 0 || next.All.Count > _table.All.Count;
            _table = next;
            foreach (var generation in old) _retirement.Begin(generation);
            foreach (var problem in problems) _logger.LogError("{Problem}", problem);
            if (isChanged) _logger.LogInformation("Plugins in force: {Plugins}", string.Join(", ", next.All.Select(generation => generation.Name)));
            Applied?.Invoke();
            return problems;
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <summary>A failure that belongs to no step: an exception on a thread of nobody. Gives the plugin whose code is in its trace, or null.</summary>
    public string? Attribute(Exception exception) => _attribution.Attribute(exception);

    /// <summary>Unloads everything.</summary>
    public async ValueTask DisposeAsync()
    {
        _attribution.Dispose();
        var table = _table;
        _table = PluginTable.Empty;
        foreach (var generation in table.All) _retirement.Begin(generation);
        await _retirement.DisposeAsync();
        _applying.Dispose();
    }

    /// <summary>Holds the generation that an account's calls take for what a plan has of a plugin, just now.</summary>
    /// <param name="account">The account.</param>
    /// <param name="plugin">The plugin.</param>
    /// <param name="version">The version that the plan was compiled with.</param>
    /// <param name="services">Gives its services in place of its own, by its id; null for its own.</param>
    /// <exception cref="StepUnavailableException">There is none.</exception>
    internal (PluginGeneration Generation, IServiceProvider Services) Hold(string account, string plugin, string version, Func<string, Func<IServiceProvider>, IServiceProvider>? services)
    {
        while (true)
        {
            var (generation, grant) = Choose(account, plugin, version);
            if (generation.TryHold()) return (generation, GuardedServices.Of(services is null ? Own() : services(generation.Manifest.Id, Own), grant));

            IServiceProvider Own() => generation.Services(_services, account, grant);
        }
    }

    /// <summary>Holds a plugin for an account, for work outside of its calls; null where the account may not use it or it is not in force.</summary>
    public PluginLease? Hold(string account, string plugin)
    {
        while (true)
        {
            if (FindNewest(account, plugin) is not var (generation, grant)) return null;
            if (generation.TryHold()) return new PluginLease(generation, generation.Services(_services, account, grant), account, grant);
        }
    }

    /// <summary>Waits until no generation drains; for tests.</summary>
    internal Task RetiredAsync() => _retirement.DoneAsync();

    private (PluginGeneration Generation, PluginGrant Grant) Choose(string account, string plugin, string version)
    {
        var table = _table;
        var isCompiled = SemanticVersion.TryParse(version, out var compiled);
        string? refusal = null;
        foreach (var generation in table.Of(plugin))
        {
            if (isCompiled && !generation.Manifest.Version.IsSameLine(compiled!)) continue;
            var grant = _grants.Find(account, generation.Type);
            if (!grant.IsGranted)
            {
                // The last one is everybody's, where there is one: what it would take to use that is worth saying.
                refusal = grant.Refusal;
                continue;
            }

            if (generation.State == PluginState.Disabled) throw new StepUnavailableException($"plugin {generation.Manifest.Origin} is switched off");
            return (generation, grant);
        }

        if (refusal is not null) throw new StepUnavailableException(refusal);
        var refused = table.Refused.FirstOrDefault(status => status.Id == plugin);
        throw new StepUnavailableException(refused is null
            ? $"plugin {plugin} {version} or a version compatible with it is not installed for account {account}"
            : $"plugin {plugin} {refused.Version} cannot run here: {refused.Reason}");
    }

    private (PluginGeneration Generation, PluginGrant Grant)? FindNewest(string account, string plugin)
    {
        foreach (var generation in _table.Of(plugin))
        {
            var grant = _grants.Find(account, generation.Type);
            if (grant.IsGranted && generation.State != PluginState.Disabled) return (generation, grant);
        }

        return null;
    }

    private PluginStatus StatusOf(PluginGeneration generation) => new()
    {
        Id = generation.Manifest.Id,
        Version = generation.Manifest.Version,
        Generation = generation.Number,
        State = generation.State,
        Reason = generation.Reason,
        Uses = generation.Uses,
        Reseller = generation.Locked.Reseller,
        Isolation = generation.Manifest.Isolation,
        Hash = generation.Folder.Hashes.Content,
        Folder = generation.Folder.Root,
        StillInMemory = _retirement.Watch.Alive(generation.Manifest.Id),
    };

    private sealed class SubstituteHost(PluginHost host, Func<string, IServiceProvider> services) : IStepHost
    {
        public IStepSession Begin(string account) => new PluginSession(host, account, (plugin, _) => services(plugin));
    }
}
