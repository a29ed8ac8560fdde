using Softswitch.Dialplan.Traces;
using Softswitch.Host.Configuration;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Authentication;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Registrar;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Host.Composition;

/// <summary>The signalling: workers, transports, and on each worker its transactions, sessions, calls and registrar.</summary>
internal sealed class SignallingPlane : IMetricSource, IDisposable
{
    // Time for the answers to our last BYEs and CANCELs.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly WorkerGroup _workers;
    private readonly SipTransportLayer _transports;
    private readonly CallServices _services;
    private readonly List<SessionLayer> _sessions = [];
    private readonly List<CallManager> _managers = [];
    private readonly List<RegisterHandler> _registrars = [];
    private readonly LocationTable _locations;
    private readonly CallEvents _calls;
    private readonly PhoneEvents _phones;
    private readonly PluginServicesPlane _plugins;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>Everything put together; nothing listens yet.</summary>
    public SignallingPlane(
        SwitchConfiguration configuration, IAccountDirectory accounts, SwitchStorage storage, MediaPlane media, StepPlane steps, PluginServicesPlane plugins, TimeProvider clock, ILoggerFactory logs)
    {
        _plugins = plugins;
        _clock = clock;
        _logger = logs.CreateLogger("Signalling");
        var count = configuration.SignallingWorkers;
        _workers = new WorkerGroup(count, clock, new EpollWorkerOptions { Name = "signalling" })
        {
            Unhandled = exception => _logger.LogError(exception, "Work on a signalling worker failed"),
        };
        _transports = new SipTransportLayer(_workers, OptionsOf(configuration), clock);
        _locations = new LocationTable(clock, storage.Locations);
        _phones = new PhoneEvents(clock, logs.CreateLogger("Phones"));
        _calls = new CallEvents(storage.Journal, clock, logs.CreateLogger("Calls"));

        var digest = new DigestAuthenticator(new DigestOptions(), clock, SystemRandomSource.Instance);
        var authenticator = new EndpointAuthenticator(accounts, digest);
        _services = new CallServices
        {
            Node = configuration.Node,
            Admission = new EndpointAdmission(authenticator),
            Flows = steps.Flows,
            Policies = steps.Policies,
            Prompts = media.Prompts,
            Locations = _locations,
            Media = media.Legs,
            Records = _calls,
            KeepsTraces = configuration.KeepsTraces,
            Sessions = new SessionDirectory(_sessions),
            Random = SystemRandomSource.Instance,
            Events = plugins.Publish,
        };
        for (var index = 0; index < count; index++) AddWorker(index, authenticator);
    }

    /// <summary>Where extensions are.</summary>
    public ILocations Locations => _locations;

    /// <summary>What extensions do.</summary>
    public ExtensionActivity Activity => _services.Activity;

    /// <summary>Where it listens, with the ports that were really taken.</summary>
    public IReadOnlyList<ListenOptions> Listening => _transports.Listening;

    /// <summary>Whether new calls are taken.</summary>
    public bool IsAccepting { get; private set; }

    /// <summary>Whether no worker has died.</summary>
    public bool IsWell => Enumerable.Range(0, _workers.Count).All(index => _workers[index].IsRunning);

    /// <summary>Takes in the registrations of before, binds every address, and begins to receive.</summary>
    /// <exception cref="IOException">An address cannot be listened at.</exception>
    public void Start(IReadOnlyList<StoredBinding> stored)
    {
        _workers.Start();
        _workers[0].Post(_ => Restore(stored), null);
        try
        {
            _transports.Start();
            IsAccepting = true;
        }
        catch (IOException e) when (e.InnerException is null or System.Net.Sockets.SocketException)
        {
            throw new IOException($"{e.Message}: stop what uses the address, or change the setting listen.", e);
        }
    }

    /// <summary>Calls that have begun since the start, and those that are not over. Safe from any thread.</summary>
    public (long Began, long Active) Calls
    {
        get
        {
            // Read in this order, for a call cannot have finished that had not begun.
            var finished = _services.Counters.Finished;
            var began = _services.Counters.Began;
            return (began, began - finished);
        }
    }

    /// <summary>The trace so far of a call that is not over, as JSON; null where there is none.</summary>
    /// <param name="call">The call's identifier, or the Call-ID of its caller's INVITE.</param>
    /// <param name="account">The only account whose calls are looked at; null for all.</param>
    public async Task<string?> FindTraceAsync(string call, string? account)
    {
        foreach (var manager in _managers)
        {
            CallTrace? found = null;
            await manager.Worker.RunAsync(() => found = manager.FindTrace(call, account));
            if (found is not null) return TraceJson.Text(found);
        }

        return null;
    }

    /// <summary>Gives back what is kept for as many calls as there once were.</summary>
    public async Task TrimAsync()
    {
        SipTransportLayer.Trim();
        foreach (var manager in _managers) await manager.Worker.RunAsync(manager.Trim);
    }

    /// <summary>Reads the certificates again.</summary>
    public void ReloadCertificates() => _transports.ReloadCertificates();

    /// <summary>Refuses new calls, waits for those that are up, hangs up the rest, and closes everything.</summary>
    public async Task StopAsync(TimeSpan wait, CancellationToken atOnce)
    {
        IsAccepting = false;
        foreach (var manager in _managers) manager.Worker.Post(_ => manager.StopAccepting(), null);
        await WaitUntilIdleAsync(wait, atOnce);
        if (await CountAsync(static manager => manager.Sessions.Count) > 0)
        {
            _logger.LogInformation("Hanging up the calls that are left: {Count}", await CountAsync(static manager => manager.Count));
            foreach (var manager in _managers) manager.Worker.Post(_ => manager.EndAll(), null);
            await WaitUntilIdleAsync(LastWords, CancellationToken.None);
        }

        await _transports.StopAsync();
        _workers.Stop();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transports.StopAsync().GetAwaiter().GetResult();
        _workers.Dispose();
    }

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Gauge("softswitch_calls_active", "Calls that are not over.").Value(Calls.Active);
        _calls.Write(writer);
        writer.Gauge("softswitch_registrations", "Contacts that are registered.").Value(_locations.Contacts);
        writer.Gauge("softswitch_registered_extensions", "Extensions with a contact.").Value(_locations.Extensions);
        writer.Counter("softswitch_registers_total", "REGISTER requests, without those that were only challenged.")
            .Value(_registrars.Sum(one => one.Accepted), ("outcome", "accepted"))
            .Value(_registrars.Sum(one => one.Refused), ("outcome", "refused"));
        WriteMessages(writer, _transports.Statistics);
        WriteTransactions(writer);
        writer.Gauge("softswitch_sessions", "INVITE dialogs that are not over.").Value(_sessions.Sum(one => one.Count));
        writer.Gauge("softswitch_timers", "Timers that run.").Value(Enumerable.Range(0, _workers.Count).Sum(index => _workers[index].Timers.Count));
        writer.Counter("softswitch_worker_failures_total", "Pieces of work that failed unexpectedly.").Value(_workers.UnhandledCount);
    }

    private void Restore(IReadOnlyList<StoredBinding> stored)
    {
        _registrars[0].Restore(stored);
        if (stored.Count > 0) _logger.LogInformation("{Count} registrations of before are in force", stored.Count);
        // What comes and goes from now on is news.
        _locations.Observe(_phones.OnEvent);
        _locations.Observe(_plugins.OnEvent);
    }

    private void AddWorker(int index, EndpointAuthenticator authenticator)
    {
        var worker = _workers[index];
        var manager = new CallManager(
            _services,
            user => new SessionLayer(worker, _transports.SenderOf(index), SystemRandomSource.Instance, user, workers: _workers.Count));
        var registrar = new RegisterHandler(worker, _locations, authenticator, new RegistrarOptions());
        manager.Sessions.Handle(SipMethod.Register, registrar);
        _transports.Attach(index, manager.Sessions.Transactions);
        _sessions.Add(manager.Sessions);
        _managers.Add(manager);
        _registrars.Add(registrar);
    }

    private SipTransportOptions OptionsOf(SwitchConfiguration configuration) => new()
    {
        Listen = configuration.Listen,
        Connections = configuration.Connections,
        ConnectionsPerSource = configuration.ConnectionsPerSource,
        Log = line => _logger.LogInformation("{Event}", line),
    };

    /// <summary>Waits until no session is left: a call is over with its record, its sessions still have their last messages to send.</summary>
    private async Task WaitUntilIdleAsync(TimeSpan wait, CancellationToken atOnce)
    {
        var begun = _clock.GetTimestamp();
        while (_clock.GetElapsedTime(begun) < wait && !atOnce.IsCancellationRequested && await CountAsync(static manager => manager.Sessions.Count + manager.UnfinishedFlows) > 0)
            await Task.Delay(LookInterval, _clock, atOnce).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<int> CountAsync(Func<CallManager, int> of)
    {
        var count = 0;
        foreach (var manager in _managers) await manager.Worker.RunAsync(() => count += of(manager));
        return count;
    }

    private void WriteTransactions(PrometheusWriter writer)
    {
        writer.Gauge("softswitch_transactions", "Transactions that are not over, or linger to absorb retransmissions.")
            .Value(_sessions.Sum(one => one.Transactions.ActiveClients), ("kind", "client"))
            .Value(_sessions.Sum(one => one.Transactions.ActiveServers), ("kind", "server"))
            .Value(_sessions.Sum(one => one.Transactions.LingeringCount), ("kind", "lingering"));
        var counters = _sessions.ConvertAll(one => one.Transactions.Counters);
        writer.Counter("softswitch_transactions_total", "Transactions begun.")
            .Value(counters.Sum(one => one.RequestsSent), ("kind", "client"))
            .Value(counters.Sum(one => one.Requests), ("kind", "server"));
        writer.Counter("softswitch_retransmissions_total", "Messages again.")
            .Value(counters.Sum(one => one.RetransmissionsReceived), ("direction", "in"))
            .Value(counters.Sum(one => one.RetransmissionsSent), ("direction", "out"));
        writer.Counter("softswitch_transaction_failures_total", "Transactions that ended without what they waited for.").Value(counters.Sum(one => one.Failures));
        writer.Counter("softswitch_requests_refused_total", "Requests refused with 503 for want of room.").Value(counters.Sum(one => one.Refused));
    }

    private static void WriteMessages(PrometheusWriter writer, in TransportStatistics transports)
    {
        writer.Counter("softswitch_messages_total", "SIP messages.")
            .Value(transports.Received, ("direction", "in"))
            .Value(transports.Sent, ("direction", "out"));
        writer.Counter("softswitch_messages_failed_total", "SIP messages that came to nothing.")
            .Value(transports.Malformed, ("reason", "malformed"))
            .Value(transports.Dropped, ("reason", "dropped"))
            .Value(transports.Undelivered, ("reason", "undelivered"));
        writer.Gauge("softswitch_connections", "Open TCP and TLS connections.").Value(transports.Connections);
        writer.Counter("softswitch_connections_total", "Connections by what became of them.")
            .Value(transports.ConnectionsAccepted, ("event", "accepted"))
            .Value(transports.ConnectionsOpened, ("event", "opened"))
            .Value(transports.ConnectionsRefused, ("event", "refused"))
            .Value(transports.ConnectionsFailed, ("event", "failed"))
            .Value(transports.ConnectionsExpired, ("event", "expired"));
    }
}
