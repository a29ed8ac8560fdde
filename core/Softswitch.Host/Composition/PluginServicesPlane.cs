using System.Runtime.CompilerServices;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Grants;
using Softswitch.Host.Configuration;
using Softswitch.Host.Http;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Registrar;
using Softswitch.Kernel.Services;
using Softswitch.Net;
using Softswitch.Plugins;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Loading;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;
using Softswitch.Sdk;

namespace Softswitch.Host.Composition;

/// <summary>
/// What plugins have besides the steps of calls: their services, events, HTTP endpoints, background tasks. It stands between those who run plugins and those who keep what plugins ask for, which do not know each
/// other. Plugins are loaded while the database still starts, so the parts that need it come later.
/// </summary>
internal sealed class PluginServicesPlane : IPluginServices, IEventTargets, IPluginEndpoints, IMetricSource, IAsyncDisposable
{
    private const string AnyEvent = nameof(SwitchEvent);
    private const long Megabyte = 1_000_000;

    private static readonly TimeSpan EndpointDeadline = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<PluginTables> _tables = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConditionalWeakTable<PluginManifest, IReadOnlyList<PluginEndpoint>> _endpoints = [];
    private readonly SwitchConfiguration _configuration;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _logs;
    private PluginHost? _plugins;
    private IStepExecutor? _executor;
    private IDirectoryLookup? _directories;
    private PluginServiceFactory? _factory;
    private PluginEvents? _events;
    private BackgroundTasks? _tasks;
    private PresenceReports? _presence;
    private bool _isDisposed;

    /// <summary>Nothing is open yet.</summary>
    public PluginServicesPlane(SwitchConfiguration configuration, TimeProvider clock, ILoggerFactory logs)
    {
        _configuration = configuration;
        _clock = clock;
        _logs = logs;
    }

    /// <summary>The accounts in force.</summary>
    public AccountCatalogue? Accounts { get; set; }

    /// <summary>What is answered over HTTP.</summary>
    public EndpointRoutes Routes => new(Accounts!, this, _clock, _logs.CreateLogger("Http"));

    private PluginHost Plugins => _plugins ?? throw new InvalidOperationException("Nobody runs plugins yet.");

    private IStepExecutor Executor => _executor ?? throw new InvalidOperationException("Nobody runs plugins yet.");

    /// <summary>Names who runs plugins.</summary>
    public void Attach(PluginHost plugins, IStepExecutor executor, IDirectoryLookup directories)
    {
        _plugins = plugins;
        _executor = executor;
        _directories = directories;
    }

    /// <summary>Plugins with tables are loaded once <paramref name="storage"/> is there.</summary>
    public void OpenTables(Task<SwitchStorage> storage) => _ = OpenTablesAsync(storage);

    /// <summary>Everything is there that services are made of: events and background tasks begin.</summary>
    public void Open(SwitchStorage storage, SignallingPlane signalling)
    {
        _presence = new PresenceReports(storage.Database, _configuration.Node, _clock, SystemRandomSource.Instance, _logs.CreateLogger("Presence")) { Tell = Publish };
        storage.Changes.Follow(PresenceReports.Channel, _presence.FollowAsync);
        _factory = new PluginServiceFactory
        {
            Stores = new StoreAccess(storage.Database, _clock),
            Tables = _tables.Task.Result,
            Accounts = Accounts!,
            Directories = _directories!,
            Locations = signalling.Locations,
            Activity = signalling.Activity,
            Presence = _presence,
            Clock = _clock,
            Random = SystemRandomSource.Instance,
            Logs = _logs,
            Currency = _configuration.Currency,
            Templates = new HandlebarsTemplates(_clock),
        };
        _events = new PluginEvents(this, Executor, _clock, _logs.CreateLogger("Events"));
        _tasks = new BackgroundTasks(storage.Database, _configuration.Node, storage.Lease, new TaskCode(Plugins, _presence), Executor, _clock, _logs.CreateLogger("Tasks"));
        Plugins.Applied += OnApplied;
        Refresh();
    }

    /// <summary>The accounts or the plugins have changed: background tasks follow.</summary>
    public void Refresh() => _tasks?.Want([.. Accounts!.Current.Entries.SelectMany(account => TaskCode.TasksOf(account, Plugins))]);

    /// <summary>Something happened to a call. Quick, and safe from any thread.</summary>
    public void Publish(SwitchEvent happened) => _events?.Publish(happened);

    /// <summary>A phone came or went; that of an extension's first and last one is told.</summary>
    public void OnEvent(LocationEvent location)
    {
        var isOnline = location.Kind == LocationEventKind.Registered;
        if (location.Contacts == (isOnline ? 1 : 0)) Publish(new ExtensionPresence(location.Account, _clock.GetUtcNow(), location.Extension, isOnline));
    }

    /// <inheritdoc/>
    public IServiceProvider For(PluginManifest plugin, string account, PluginGrant grant) =>
        _factory?.For(plugin.Id, account, QuotaOf(grant)) ?? throw new StoreUnavailableException("The switch is still starting.");

    /// <inheritdoc/>
    public async Task PrepareAsync(PluginFolder folder, CancellationToken cancellation)
    {
        try
        {
            var migrations = TableMigration.ReadAll(folder.Code);
            if (migrations.Count == 0) return;
            var tables = await _tables.Task.WaitAsync(cancellation);
            await tables.PrepareAsync(folder.Manifest.Id, migrations, cancellation);
        }
        catch (TableMigrationException e)
        {
            throw new PluginLoadException(PluginProblemCodes.Tables, e.Message);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> PluginsOf(SwitchEvent happened)
    {
        var withHandlers = Plugins.WithHandlers;
        if (withHandlers.IsEmpty || Accounts!.Current.FindEntry(happened.Account) is not { } account) return [];
        List<string>? plugins = null;
        foreach (var plugin in withHandlers)
        {
            if (!account.HasPlugin(plugin) || Plugins.ManifestOf(account.Name, plugin) is not { } manifest) continue;
            var kind = happened.GetType().Name;
            if (manifest.Handlers.Any(handler => Handles(handler, kind))) (plugins ??= []).Add(plugin);
        }

        return plugins ?? (IReadOnlyList<string>)[];
    }

    /// <inheritdoc/>
    public async ValueTask HandleAsync(string plugin, SwitchEvent happened, CancellationToken cancellation)
    {
        using var lease = Plugins.Hold(happened.Account, plugin);
        if (lease is null) return;
        var kind = happened.GetType().Name;
        foreach (var handler in lease.Manifest.Handlers)
        {
            if (Handles(handler, kind)) await lease.HandleAsync(handler.Name, happened, cancellation);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PluginEndpoint>? Find(string account, string plugin) =>
        Accounts!.Current.FindEntry(account)?.Plugins.Contains(plugin) == true && Plugins.Find(account, plugin) is var (manifest, _) ? _endpoints.GetValue(manifest, EndpointsOf) : null;

    /// <inheritdoc/>
    public Task<HttpReply> AnswerAsync(string plugin, string endpoint, HttpQuery query, CancellationToken cancellation) => PluginCode.RunAsync(
        Executor,
        async token =>
        {
            using var lease = Plugins.Hold(query.Account, plugin) ?? throw new InvalidOperationException("the plugin has gone");
            return await lease.AnswerAsync(endpoint, query, token);
        },
        EndpointDeadline,
        _clock,
        cancellation);

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Counter("softswitch_plugin_events_total", "Events for plugins, by what became of them.")
            .Value(_events?.Delivered ?? 0, ("outcome", "handled"))
            .Value(_events?.Failed ?? 0, ("outcome", "failed"))
            .Value(_events?.Dropped ?? 0, ("outcome", "dropped"));
        writer.Gauge("softswitch_plugin_events_waiting", "Events for plugins that wait.").Value(_events?.Waiting ?? 0);
        writer.Gauge("softswitch_plugin_tasks", "Background tasks and presence sources of plugins that run on this node.").Value(_tasks?.Running ?? 0);
        writer.Gauge("softswitch_presence_reports", "Extensions of which presence sources say something, on whichever node these run.").Value(_presence?.Count ?? 0);
    }

    /// <summary>Ends tasks and events, and closes the stores; before the plugins are unloaded and the database is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (_plugins is not null) _plugins.Applied -= OnApplied;
        if (_tasks is not null) await _tasks.DisposeAsync();
        if (_presence is not null) await _presence.DisposeAsync();
        if (_events is not null) await _events.DisposeAsync();
        if (_factory is not null) await _factory.Stores.DisposeAsync();
        if (!_tables.TrySetCanceled() && _tables.Task.IsCompletedSuccessfully) await (await _tables.Task).DisposeAsync();
    }

    private void OnApplied()
    {
        Accounts!.Retry();
        Refresh();
    }

    private async Task OpenTablesAsync(Task<SwitchStorage> storage)
    {
        try
        {
            _tables.TrySetResult(new PluginTables((await storage).Database, SystemRandomSource.Instance, _logs.CreateLogger("Tables")));
        }
        catch (Exception e)
        {
            // Whoever starts the switch says so; what waits for the database need not wait any longer.
            _tables.TrySetException(e);
        }
    }

    private static bool Handles(HandlerManifest handler, string kind) => handler.Events.Contains(kind) || handler.Events.Contains(AnyEvent);

    /// <summary>Literal segments count more than placeholders: <c>calls/last</c> is not <c>calls/{id}</c>.</summary>
    private static IReadOnlyList<PluginEndpoint> EndpointsOf(PluginManifest manifest) =>
        [.. manifest.Endpoints.OrderBy(endpoint => endpoint.Path.Count(letter => letter == '{')).Select(endpoint => new PluginEndpoint(endpoint.Name, endpoint.Method, EndpointPath.Parse(endpoint.Path)))];

    /// <summary>What was granted of <c>store: 20 MB</c>.</summary>
    private static long QuotaOf(PluginGrant grant)
    {
        foreach (var permission in grant.Permissions)
        {
            if (Need.Megabytes(permission) is { } megabytes) return megabytes * Megabyte;
        }

        return PluginServiceFactory.DefaultQuota;
    }
}
