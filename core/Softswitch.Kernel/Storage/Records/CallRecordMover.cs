using Microsoft.Extensions.Logging;
using Npgsql;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// Moves call records from the journal into the database. The database ignores a record that it has, so that one written
/// twice (we were killed between its commit and ours) is there once; a segment is deleted only after its records are
/// committed. While the database is away they stay in the journal.
/// </summary>
public sealed class CallRecordMover : IAsyncDisposable
{
    private const int BatchSize = 1000;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    // The JSON is taken apart by the database: this process only passes bytes on.
    private const string Insert =
        """
        insert into kernel.call_record (
            account, id, node, direction, caller, callee, dialled, started_at, rang_at, answered_at, ended_at, duration_ms, talk_ms,
            sip_status, q850_cause, ended_by, reason, caller_call_id, callee_call_id, media, trace, inputs)
        select
            account, id, node, direction, caller, callee, dialled, started_at, rang_at, answered_at, ended_at,
            round(extract(epoch from ended_at - started_at) * 1000), coalesce(round(extract(epoch from ended_at - answered_at) * 1000), 0),
            sip_status, q850_cause, ended_by, reason, caller_call_id, callee_call_id, media, trace, inputs
        from unnest($1) as line, jsonb_to_record(convert_from(line, 'UTF8')::jsonb) as record (
            account text, id uuid, node text, direction text, caller text, callee text, dialled text, started_at timestamptz,
            rang_at timestamptz, answered_at timestamptz, ended_at timestamptz, sip_status int, q850_cause int, ended_by text,
            reason text, caller_call_id text, callee_call_id text, media jsonb, trace jsonb, inputs jsonb)
        on conflict do nothing
        """;

    private readonly CallRecordJournal _journal;
    private readonly NpgsqlDataSource _source;
    private readonly string _refusedFile;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly PersistentWriter<byte[]> _writer;
    private readonly SemaphoreSlim _wake = new(1);
    private readonly BackgroundLoop _loop = new();

    /// <summary>Begins to move.</summary>
    /// <param name="journal">Where records are.</param>
    /// <param name="database">Where they go.</param>
    /// <param name="folder">The journal's folder: records that the database refuses for good are put beside it, one JSON a line.</param>
    /// <param name="clock">Time for waiting.</param>
    /// <param name="logger">For outages and refusals.</param>
    public CallRecordMover(CallRecordJournal journal, Database database, string folder, TimeProvider clock, ILogger logger)
    {
        _journal = journal;
        _source = database.Source;
        _refusedFile = Path.Combine(folder, "refused.jsonl");
        _clock = clock;
        _logger = logger;
        _writer = new PersistentWriter<byte[]>("call records", InsertAsync, DatabaseErrors.IsRefusal, SetAside, clock, logger);
        journal.OnAppended = Wake;
        _loop.Start(RunAsync);
    }

    /// <summary>Records the database has taken.</summary>
    public long Moved => _writer.Written;

    /// <summary>Records the database refuses for good.</summary>
    public long Refused => _writer.Refused;

    /// <summary>Attempts that failed: outages.</summary>
    public long Failures => _writer.Failures;

    /// <summary>Lines of the journal that were torn.</summary>
    public long Damaged => _journal.Reader.Damaged;

    /// <summary>Moves what the journal holds and ends, after the journal has been stopped; what is not moved until <paramref name="deadline"/> stays there for the next start.</summary>
    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync(deadline);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _journal.OnAppended = null;
        await _loop.DisposeAsync();
        _wake.Dispose();
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_loop.Stopping.IsCancellationRequested)
            {
                await _wake.WaitAsync(_loop.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.Delay(Linger, _clock, _loop.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await MoveAsync();
            }

            await MoveAsync();
        }
        catch (OperationCanceledException)
        {
            _logger.LogInformation("Call records that the database has not taken stay in the journal");
        }
    }

    private async Task MoveAsync()
    {
        try
        {
            while (_journal.Reader.Read(BatchSize) is { Count: > 0 } batch)
            {
                await _writer.WriteAsync(batch.ToArray(), _loop.GivingUp);
                _journal.Reader.Commit();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.LogError("The journal of call records cannot be moved on: {Reason}", e.Message);
            await Task.Delay(RetryInterval, _clock, _loop.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Wake();
        }
    }

    private async Task InsertAsync(ArraySegment<byte[]> batch, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = batch.ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private void SetAside(byte[] json, Exception reason)
    {
        using var file = new FileStream(_refusedFile, FileMode.Append, FileAccess.Write);
        file.Write([.. json, (byte)'\n']);
    }
}
