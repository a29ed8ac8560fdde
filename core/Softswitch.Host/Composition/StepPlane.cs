using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Host.Configuration;
using Softswitch.Host.Http;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Services;
using Softswitch.Plugins;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Host.Composition;

/// <summary>What plans are made of: the steps of the kernel and of plugins, the threads that plugins run on, and what is to be known of their failures.</summary>
internal sealed class StepPlane : IMetricSource, IAsyncDisposable
{
    private readonly PluginHost _plugins;
    private readonly StepExecutor _executor;
    private readonly StepEvents _events;
    private readonly DirectorySources _directories;
    private bool _isDisposed;

    /// <summary>No plugin is loaded yet.</summary>
    public StepPlane(SwitchConfiguration configuration, PluginServicesPlane services, TimeProvider clock, ILoggerFactory logs)
    {
        _plugins = new PluginHost(
            SwitchPlugins.Options(configuration),
            services,
            new AccountGrants(() => Accounts?.Current ?? AccountSet.Empty),
            new PlansInUse(() => Accounts?.Current ?? AccountSet.Empty),
            KernelStepManifest.Instance.KernelSteps,
            clock,
            logs.CreateLogger("Plugins"));
        _executor = new StepExecutor(new StepExecutorOptions(), clock);
        var breakers = new BreakerBoard(new BreakerOptions(), clock);
        _directories = new DirectorySources(new DirectoryCode(_plugins, () => Accounts?.Current ?? AccountSet.Empty), _executor, breakers, clock);
        services.Attach(_plugins, _executor, _directories);
        _events = new StepEvents(clock, logs.CreateLogger("Steps"));
        Language = configuration.Language(_plugins);
        Simulator = new Simulator(account => _plugins.With(account.Services));
        Replayer = new Replayer(account => _plugins.With(account.Services)) { Left = Simulator.Left };
        Routes = new PluginRoutes(() => _plugins.Status, _plugins.Explain, isForced => _plugins.ApplyAsync(isStart: false, isForced, CancellationToken.None));
        Speech = new SpeechFolder(Path.Combine(configuration.Data, "speech"));
        Flows = new FlowServices(KernelStepHost.Instance, _plugins, _executor, breakers, _events) { Speech = Speech, Directories = _directories };
        Policies = new SipPolicies(new PolicyCode(_plugins, () => Accounts?.Current ?? AccountSet.Empty), breakers, clock, logs.CreateLogger("Policies"));
    }

    /// <summary>The accounts whose plans new versions of plugins have to fit.</summary>
    public AccountCatalogue? Accounts { get; set; }

    /// <summary>Generations of plugins that were unloaded and are in memory still.</summary>
    public int Leftovers => _plugins.Leftovers;

    /// <summary>What plans are checked against.</summary>
    public PlanLanguage Language { get; }

    /// <summary>Runs recorded calls again, with the plugins in force.</summary>
    public Replayer Replayer { get; }

    /// <summary>Runs calls without phones, with the plugins in force.</summary>
    public Simulator Simulator { get; }

    /// <summary>What the flows of calls share.</summary>
    public FlowServices Flows { get; }

    /// <summary>What plugins have spoken.</summary>
    public SpeechFolder Speech { get; }

    /// <summary>Plugins' edits of what leaves the switch.</summary>
    public SipPolicies Policies { get; }

    /// <summary>What the operator's HTTP answers about plugins.</summary>
    public PluginRoutes Routes { get; }

    /// <summary>Brings into force what <c>plugins.lock</c> says by now, all of it or nothing; what is wrong.</summary>
    public Task<IReadOnlyList<PluginProblem>> ReloadAsync() => _plugins.ApplyAsync(isStart: false, CancellationToken.None);

    /// <summary>Loads the plugins; one that cannot be is told of in the log, and its steps are unknown to plans.</summary>
    public Task StartAsync(CancellationToken cancellation) => _plugins.ApplyAsync(isStart: true, cancellation);

    /// <summary>The version of a plugin, or of the kernel's steps, that is in force for an account; null for none.</summary>
    public string? VersionOf(string account, string plugin) =>
        plugin == PluginNames.Kernel ? KernelStepManifest.Instance.KernelSteps.First().PluginVersion : _plugins.ManifestOf(account, plugin)?.Version.ToString();

    /// <summary>Has the plugins get ready, in the background, that accounts use: of those that were in force before no plan is made until it is needed, and the first call should not wait for more than that.</summary>
    public void ExpectPlugins()
    {
        var used = Accounts!.Current.Entries.SelectMany(entry => entry.Plugins).ToHashSet(StringComparer.Ordinal);
        foreach (var plugin in _plugins.Installed.Where(plugin => used.Contains(plugin.Id))) _plugins.Expect(plugin);
    }

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Gauge("softswitch_step_threads", "Threads for the code of plugins.")
            .Value(_executor.ThreadCount - _executor.BlockedCount, ("state", "working"))
            .Value(_executor.BlockedCount, ("state", "blocked"))
            .Value(Simulator.Left.Count, ("state", "left_by_tests"));
        _events.Write(writer);
        writer.Counter("softswitch_sip_policies_total", "INVITEs that a SIP policy of a plugin was to edit, by what became of it.")
            .Value(Policies.Applied, ("outcome", "applied"))
            .Value(Policies.Failed, ("outcome", "failed"))
            .Value(Policies.Skipped, ("outcome", "breaker_open"));
        writer.Counter("softswitch_sip_policies_slow_total", "Edits of SIP policies that took more than their millisecond.").Value(Policies.Slow);
        var (found, nobody, failed) = _directories.Asked;
        writer.Counter("softswitch_directory_questions_total", "Questions to directory sources of plugins, by what came of them; what is kept is not asked again.")
            .Value(found, ("outcome", "found"))
            .Value(nobody, ("outcome", "nobody"))
            .Value(failed, ("outcome", "failed"));
        SwitchPlugins.Write(_plugins, writer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _plugins.DisposeAsync();
        _executor.Dispose();
    }
}
