using Softswitch.Host.Configuration;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Storage;

namespace Softswitch.Host.Composition;

/// <summary>What the switch keeps: data folder, database, journal, registrations; started and stopped in their order.</summary>
internal sealed class SwitchStorage : IMetricSource, IAsyncDisposable
{
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(10);

    private readonly DataFolder _folder;
    private readonly EmbeddedPostgres? _server;
    private readonly Database _database;
    private readonly CallRecordMover _mover;
    private readonly NodeLease _lease;
    private bool _stopped;

    private SwitchStorage(DataFolder folder, EmbeddedPostgres? server, Database database, string node, TimeProvider clock, ILoggerFactory logs)
    {
        _folder = folder;
        _server = server;
        _database = database;
        Traces = new CallTraces(database);
        Journal = new CallRecordJournal(folder.Journal, new CallRecordJournalOptions(), clock, logs.CreateLogger<CallRecordJournal>());
        _mover = new CallRecordMover(Journal, database, folder.Journal, clock, logs.CreateLogger<CallRecordMover>());
        _lease = new NodeLease(database, node, ProductVersion.Current, clock, logs.CreateLogger<NodeLease>());
        Dialplans = new DialplanStore(database, clock);
        Changes = new DatabaseChanges(database, clock, logs.CreateLogger<DatabaseChanges>());
        Locations = new LocationStore(database, node, new WriteBehindOptions(), clock, logs.CreateLogger<LocationStore>());
    }

    /// <summary>The database.</summary>
    public Database Database => _database;

    /// <summary>This node's lease.</summary>
    public NodeLease Lease => _lease;

    /// <summary>Where call records go.</summary>
    public CallRecordJournal Journal { get; }

    /// <summary>Where published versions of accounts are kept.</summary>
    public DialplanStore Dialplans { get; }

    /// <summary>What other nodes do.</summary>
    public DatabaseChanges Changes { get; }

    /// <summary>Where registrations go, and come from at the start.</summary>
    public LocationStore Locations { get; }

    /// <summary>The traces that are kept with them.</summary>
    public CallTraces Traces { get; }

    /// <summary>Whether the disk takes call records.</summary>
    public bool IsJournalWell => !Journal.IsFailing;

    /// <summary>Opens everything; nothing stays open when it fails.</summary>
    /// <exception cref="StorageException">Says in one line what to do.</exception>
    public static async Task<SwitchStorage> StartAsync(SwitchConfiguration configuration, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var folder = DataFolder.Open(configuration.Data);
        EmbeddedPostgres? server = null;
        try
        {
            if (configuration.Database is null)
                server = await EmbeddedPostgres.StartAsync(folder, clock, logs.CreateLogger<EmbeddedPostgres>(), cancellation: cancellation);
            var database = await Database.OpenAsync(server?.ConnectionString ?? configuration.Database!, logs.CreateLogger<Database>(), cancellation);
            return new SwitchStorage(folder, server, database, configuration.Node, clock, logs);
        }
        catch
        {
            if (server is not null) await server.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Whether the database answers.</summary>
    public Task<bool> IsDatabaseWellAsync(CancellationToken cancellation) => _database.AnswersAsync(cancellation);

    /// <summary>Writes what waits (records stay in the journal if the database does not take them), then closes everything.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        using var deadline = new CancellationTokenSource(FlushPatience);
        Journal.Stop();
        await Changes.DisposeAsync();
        await Task.WhenAll(_mover.StopAsync(deadline.Token), Locations.StopAsync(deadline.Token));
        await _lease.DisposeAsync();
        await _mover.DisposeAsync();
        await Locations.DisposeAsync();
        Journal.Dispose();
        await _database.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Gauge("softswitch_storage_queue", "What waits to be written.")
            .Value(Journal.Queued, ("queue", "journal"))
            .Value(Locations.Queued, ("queue", "registrations"));
        writer.Counter("softswitch_storage_written_total", "What has been written.")
            .Value(Journal.Appended, ("what", "journal_records"))
            .Value(_mover.Moved, ("what", "call_records"))
            .Value(Locations.Written, ("what", "registrations"));
        writer.Counter("softswitch_storage_lost_total", "What was lost: queues full, data refused, lines of the journal damaged.")
            .Value(Journal.Dropped, ("what", "journal_records"))
            .Value(_mover.Refused, ("what", "call_records"))
            .Value(_mover.Damaged, ("what", "journal_lines"))
            .Value(Locations.Lost, ("what", "registrations"));
        writer.Counter("softswitch_storage_failures_total", "Attempts to write that failed and were repeated.")
            .Value(Journal.Failures, ("what", "journal_records"))
            .Value(_mover.Failures, ("what", "call_records"))
            .Value(Locations.Failures, ("what", "registrations"));
        writer.Counter("softswitch_database_restarts_total", "How often the private database server had to be started again.").Value(_server?.Restarts ?? 0);
    }
}
