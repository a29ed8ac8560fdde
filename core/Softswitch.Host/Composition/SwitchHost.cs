using Softswitch.Host.Configuration;
using Softswitch.Host.Http;
using Softswitch.Host.Logging;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Testing;
using Softswitch.Kernel.Storage;

namespace Softswitch.Host.Composition;

/// <summary>
/// The whole switch, put together: accounts, storage, media, signalling, HTTP. The one place that knows every part; each
/// part knows only those below it.
/// </summary>
internal sealed class SwitchHost : IAsyncDisposable
{
    private readonly ConsoleLog _log;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly PluginServicesPlane _services;
    private readonly StepPlane _steps;
    private SwitchStorage? _storage;
    private AccountCatalogue? _accounts;
    private MediaPlane? _media;
    private SignallingPlane? _signalling;
    private IdleMemory? _memory;
    private HttpEndpoint? _http;

    /// <summary>A switch that is not started.</summary>
    public SwitchHost(SwitchConfiguration configuration, ConsoleLog log)
    {
        Configuration = configuration;
        _log = log;
        _logger = log.CreateLogger(nameof(Softswitch));
        _services = new PluginServicesPlane(configuration, _clock, log);
        _steps = new StepPlane(configuration, _services, _clock, log);
    }

    /// <summary>What it was configured with.</summary>
    public SwitchConfiguration Configuration { get; }

    /// <summary>The accounts in force.</summary>
    public AccountSet Accounts => _accounts?.Current ?? AccountSet.Empty;

    /// <summary>Where SIP is listened for.</summary>
    public IReadOnlyList<Sip.ListenOptions> Listening => _signalling?.Listening ?? [];

    /// <summary>The address that phones are told for media, or null.</summary>
    public System.Net.IPAddress? MediaAddress => _media?.Advertised;

    /// <summary>Where HTTP listens, or null.</summary>
    public string? HttpAddress => _http?.Address;

    /// <summary>Starts everything. Gives the findings when accounts are wrong; then nothing runs.</summary>
    /// <exception cref="StorageException">The database cannot be used; one line says what to do.</exception>
    /// <exception cref="IOException">An address cannot be listened at; one line says what to do.</exception>
    public async Task<IReadOnlyList<string>> StartAsync(CancellationToken cancellation)
    {
        var begun = _clock.GetTimestamp();
        if (!Directory.Exists(Configuration.Dialplans))
            throw new DirectoryNotFoundException($"The folder of account files {Configuration.Dialplans} does not exist: create it, or set dialplans to the right one.");

        // The database takes longest to start: all that does not need it happens meanwhile.
        var storage = Task.Run(() => SwitchStorage.StartAsync(Configuration, _clock, _log, cancellation), cancellation);
        _services.OpenTables(storage);
        await _steps.StartAsync(cancellation);
        _storage = await storage;
        _services.Accounts = _steps.Accounts = _accounts = new AccountCatalogue(Configuration.Accounts(_steps.Language), _storage.Dialplans, _log.CreateLogger<AccountCatalogue>())
        {
            Tests = new AccountTests(_steps.Simulator, _clock).RunAll,
        };
        var load = await _accounts.LoadAsync(cancellation);
        if (!load.IsWhole) return [.. load.Findings.Select(finding => finding.ToString())];
        Report(load);

        var stored = _storage.Locations.LoadAsync(cancellation);
        _media = new MediaPlane(Configuration, _steps.Speech, _clock, _log);
        _signalling = new SignallingPlane(Configuration, _accounts, _storage, _media, _steps, _services, _clock, _log);
        _services.Open(_storage, _signalling);
        _storage.Changes.FollowDialplans(FollowAsync);
        _storage.Changes.Start();
        _media.Start();
        _signalling.Start(await stored);
        _memory = new IdleMemory(() => _signalling.Calls, () => _steps.Leftovers, GiveMemoryBackAsync, _clock);
        _memory.Start();
        _steps.ExpectPlugins();
        await StartHttpAsync(cancellation);
        _logger.LogInformation(
            "Softswitch {Version} has started in {Milliseconds} ms as node {Node}: {Accounts} accounts",
            ProductVersion.Current, (long)_clock.GetElapsedTime(begun).TotalMilliseconds, Configuration.Node, Accounts.Entries.Count);
        return [];
    }

    /// <summary>Reads what has changed in the folder of accounts; the findings say which of it has not come into force, and why.</summary>
    public async Task<IReadOnlyList<string>> ReloadAsync()
    {
        ReloadCertificates();
        foreach (var problem in await _steps.ReloadAsync()) _logger.LogError("{Problem}: the plugins before stay in force", problem);
        try
        {
            var load = await _accounts!.LoadAsync();
            Report(load);
            _services.Refresh();
            _logger.LogInformation("The accounts were read again: {Published} are new or changed, {Accounts} are in force", load.Published.Count, load.Current.Entries.Count);
            return [.. load.Findings.Select(finding => finding.ToString())];
        }
        catch (StorageException e)
        {
            _logger.LogError("{Reason}: the accounts before stay in force", e.Message);
            return [e.Message];
        }
    }

    /// <summary>Writes the records that wait in memory to the disk, for the process ends here and now.</summary>
    public void KeepRecords() => _storage?.Journal.Stop();

    /// <summary>Stops everything in the reverse order.</summary>
    public async Task StopAsync(CancellationToken atOnce)
    {
        _memory?.Dispose();
        if (_signalling is not null) await _signalling.StopAsync(Configuration.StopWait, atOnce);
        _media?.Dispose();
        await _services.DisposeAsync();
        await _steps.DisposeAsync();
        if (_storage is not null) await _storage.StopAsync();
        if (_http is not null) await _http.DisposeAsync();
        _http = null;
        _logger.LogInformation("Stopped");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_http is not null) await _http.DisposeAsync();
        _memory?.Dispose();
        _signalling?.Dispose();
        _media?.Dispose();
        await _services.DisposeAsync();
        await _steps.DisposeAsync();
        if (_storage is not null) await _storage.DisposeAsync();
        _accounts?.Dispose();
    }

    private async Task FollowAsync(IReadOnlyCollection<DialplanChange>? changes, CancellationToken cancellation)
    {
        // Of several versions of an account the last one told counts.
        var versions = changes?.GroupBy(change => change.Account, StringComparer.Ordinal).ToDictionary(told => told.Key, told => told.Last().Version, StringComparer.Ordinal);
        var followed = await _accounts!.FollowAsync(versions, cancellation);
        if (followed.Count == 0) return;
        _services.Refresh();
        _logger.LogInformation("Another node has published: {Count} accounts are in another version, {Accounts} are in force ({Names})", followed.Count, Accounts.Entries.Count, string.Join(", ", followed.Take(5)));
    }

    private async Task GiveMemoryBackAsync()
    {
        await _signalling!.TrimAsync();
        IdleMemory.CollectAll();
    }

    private async Task<(string Trace, string? Inputs)?> FindTraceAsync(string call, string? account, CancellationToken cancellation) =>
        await _signalling!.FindTraceAsync(call, account) is { } live ? (live, null) : await _storage!.Traces.FindAsync(call, account, cancellation);

    private void Report(AccountLoad load)
    {
        foreach (var finding in load.Findings) _logger.LogError("{Finding}", finding);
        if (!load.IsPublished) _logger.LogError("The accounts have {Count} findings: for accounts with findings those before stay in force", load.Findings.Count);
    }

    private void ReloadCertificates()
    {
        try
        {
            _signalling?.ReloadCertificates();
        }
        catch (IOException e)
        {
            _logger.LogError("{Reason}: the certificates before stay in force", e.Message);
        }
    }

    private async Task StartHttpAsync(CancellationToken cancellation)
    {
        if (Configuration.Http is not { } address) return;
        IMetricSource[] metrics = [_signalling!, _steps, _services, _media!, _storage!, new LogMetrics(_log), _memory!, new ProcessMetrics(_clock, ProductVersion.Current)];
        var health = new SwitchHealth(_storage!, _signalling!);
        try
        {
            _http = await HttpEndpoint.StartAsync(address, new HttpRoutes(health.CheckAsync, metrics, ReloadAsync, new DialplanRoutes(_accounts!, _logger), new CallRoutes(FindTraceAsync, new CallReplays(_accounts!, _steps.Replayer, _steps.VersionOf, _clock).RunAsync), _steps.Routes), _services.Routes, _log, cancellation);
        }
        catch (IOException e)
        {
            throw new IOException($"HTTP cannot listen at {address} ({e.Message}): stop what uses it, or set http to another address or to off.", e);
        }
    }
}
