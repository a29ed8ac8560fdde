using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Preflight;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Tests.Support;

/// <summary>A plugin host with a store in a folder of its own.</summary>
internal sealed class TestHost : IAsyncDisposable, IPluginServices, IPluginGrants, IPlansInUse, ILogger, IServiceProvider
{
    private readonly TemporaryFolder _folder = new();
    private int _builds;

    public TestHost(Func<PluginHostOptions, PluginHostOptions>? change = null)
    {
        var options = new PluginHostOptions { Folder = _folder["plugins"], InBox = _folder["in-box"] };
        Options = change?.Invoke(options) ?? options;
        Host = new PluginHost(Options, this, this, this, [], TimeProvider.System, this);
    }

    public PluginHostOptions Options { get; }

    public PluginHost Host { get; }

    public ConcurrentQueue<string> Lines { get; } = [];

    public List<StepNode> Nodes { get; } = [];

    /// <summary>The reseller whose accounts have the <see cref="Nodes"/>, or null.</summary>
    public string? NodesOf { get; set; }

    public Dictionary<string, string> Resellers { get; } = [];

    /// <summary>The plans that use plugins.</summary>
    public List<PlanAsking> Asking { get; } = [];

    /// <summary>Who may use what; the reseller is that of <see cref="Resellers"/>.</summary>
    public Func<string, PluginType, PluginGrant?> Grants { get; set; } = (_, _) => null;

    public Func<Type, string, object?> Services { get; set; } = (_, _) => null;

    /// <summary>Runs a step as a call of its own would.</summary>
    public async Task<Outcome> RunAsync(string step, string account = "acme", FakeCall? call = null, CancellationToken hangup = default)
    {
        using var session = Host.Begin(account);
        return await session.Resolve(Node(step)).RunAsync(call ?? new FakeCall(account), hangup);
    }

    /// <summary>A place in a plan.</summary>
    public static StepNode Node(string step, OptionValues? options = null, string version = "1.0.0", params string[] variables) => new()
    {
        Info = new StepInfo(step, "main", "acme.yaml:7:5", ImmutableHashSet<string>.Empty),
        Type = new StepType { Name = step, Plugin = PluginOf(step), PluginVersion = version, Summary = "", Outcomes = ["done"], Options = MapSchema.Empty },
        Options = options ?? new TextOptions(),
        Variables = variables,
        Deadline = TimeSpan.FromSeconds(10),
    };

    /// <summary>Installs plugins and brings exactly these into force, beside those named already where they are kept.</summary>
    public async Task<IReadOnlyList<PluginProblem>> ApplyAsync(params TestPlugin[] plugins) => await ApplyAsync(plugins.Select(plugin => Install(plugin)), isStart: false);

    public async Task<IReadOnlyList<PluginProblem>> ApplyAsync(IEnumerable<LockedPlugin> locked, bool isStart = false, bool isForced = false)
    {
        PluginLock.Write(Options.Folder, locked);
        return await Host.ApplyAsync(isStart, isForced, CancellationToken.None);
    }

    public LockedPlugin Install(TestPlugin plugin, bool inspect = true)
    {
        var problems = new List<PluginProblem>();
        var installed = new PluginStore(Options.Folder).Install(plugin.Build(_folder["build" + ++_builds]), SignaturePolicy.None, problems, folder =>
        {
            if (inspect) Inspection.Inspect(folder, problems);
        });
        Assert.Empty(problems);
        return new LockedPlugin(plugin.Id, installed!.Manifest.Version, installed.Hashes.Content);
    }

    public string Folder(string name) => _folder[name];

    public IServiceProvider For(PluginManifest plugin, string account, PluginGrant grant) => new AccountServices(this, account);

    public PluginGrant Find(string account, PluginType plugin) => Grants(account, plugin) ?? PlanGrants.Open.Find(account, Resellers.GetValueOrDefault(account), plugin);

    public IEnumerable<StepNode> StepsOf(string plugin, Predicate<string?> reaches) => !reaches(NodesOf) ? [] : Nodes.Where(node => node.Type.Plugin == plugin || node.Points.Any(point => point.Plugin == plugin));

    public IEnumerable<PlanAsking> UsesOf(string plugin) => Asking.Where(one => one.Use.Plugin.Id == plugin);

    public object? GetService(Type serviceType) => null;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));

    private static string PluginOf(string step) => step.Split('.') is { Length: > 1 } parts && parts[0] is not ("acme" or "other") ? parts[0] : step;

    private sealed class AccountServices(TestHost host, string account) : IServiceProvider
    {
        public object? GetService(Type serviceType) => host.Services(serviceType, account);
    }
}

/// <summary>Options of one level, as text.</summary>
internal class TextOptions : OptionValues
{
    private readonly Dictionary<string, string> _values = [];

    public override IReadOnlyList<string> Keys => [.. _values.Keys];

    public TextOptions With(string name, string value)
    {
        _values[name] = value;
        return this;
    }

    public override bool Has(string name) => _values.ContainsKey(name);

    public override string Text(string name) => _values[name];

    public override IReadOnlyList<string> Texts(string name) => [_values[name]];

    public override OptionValues Map(string name) => throw new FormatException("no map");

    public override IReadOnlyList<OptionValues> Maps(string name) => throw new FormatException("no maps");
}
