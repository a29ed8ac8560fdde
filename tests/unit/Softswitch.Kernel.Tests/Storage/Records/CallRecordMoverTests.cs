using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

/// <summary>From the journal into a real PostgreSQL: each record exactly once.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CallRecordMoverTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_column_holds_what_the_record_says()
    {
        await using var database = await postgres.OpenNewAsync();
        using var journal = Open();
        await using var mover = Move(journal, database);

        journal.TryAppend(CallRecords.Numbered(1));
        await Wait.UntilAsync(() => mover.Moved == 1);

        Assert.Equal(
            "acme|node-1|internal|100|101|101|2026-11-20 09:00:00.123+00|2026-11-20 09:00:02.123+00|62000|60000|200|16|callee|a1@phone|b1|4.3|audio",
            await database.QueryAsync<string>(
                """
                select concat_ws('|', account, node, direction, caller, callee, dialled, started_at at time zone 'utc' || '+00',
                    answered_at at time zone 'utc' || '+00', duration_ms, talk_ms, sip_status, q850_cause, ended_by, caller_call_id,
                    callee_call_id, media->0->>'mos', media->0->>'kind')
                from kernel.call_record
                """));
    }

    [Fact]
    public async Task Records_written_twice_are_there_once()
    {
        await using var database = await postgres.OpenNewAsync();
        for (var round = 0; round < 2; round++)
        {
            using var journal = Open();
            await using var mover = Move(journal, database);
            for (var i = 0; i < 50; i++) journal.TryAppend(CallRecords.Numbered(i));
            await StopAsync(journal, mover);
        }

        Assert.Equal(50, await CountAsync(database));
    }

    [Fact]
    public async Task What_a_killed_switch_left_in_the_journal_is_moved_by_the_next_start()
    {
        await using var database = await postgres.OpenNewAsync();
        using (var journal = Open())
        {
            for (var i = 0; i < 3000; i++) journal.TryAppend(CallRecords.Numbered(i));
            journal.Stop();

            // Killed between the commit in the database and its own.
            await using var half = Move(journal, database);
            await Wait.UntilAsync(() => half.Moved > 0);
        }

        using var again = Open();
        await using var mover = Move(again, database);
        await StopAsync(again, mover);

        Assert.Equal(3000, await CountAsync(database));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Over_an_outage_in_the_middle_of_writing_each_record_arrives_exactly_once()
    {
        using var place = new TemporaryFolder();
        using var data = DataFolder.Open(place.Sub("data"));
        var server = await EmbeddedPostgres.StartAsync(data, TimeProvider.System, NullLogger.Instance);
        await using var database = await Database.OpenAsync(server.ConnectionString, NullLogger.Instance);
        using var journal = Open();
        await using var mover = Move(journal, database);

        for (var i = 0; i < 2000; i++) journal.TryAppend(CallRecords.Numbered(i));
        await Wait.UntilAsync(() => mover.Moved > 0);
        await server.DisposeAsync();
        for (var i = 2000; i < 4000; i++) journal.TryAppend(CallRecords.Numbered(i));
        await Wait.UntilAsync(() => mover.Failures > 0);
        server = await EmbeddedPostgres.StartAsync(data, TimeProvider.System, NullLogger.Instance);
        await StopAsync(journal, mover);

        Assert.Equal(4000, await CountAsync(database));
        Assert.Empty(Directory.GetFiles(_folder.Path));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_record_the_database_refuses_is_set_aside_and_holds_up_no_other()
    {
        await using var database = await postgres.OpenNewAsync();
        await database.ExecuteAsync("alter table kernel.call_record add check (caller <> 'bad')");
        using var journal = Open();
        await using var mover = Move(journal, database);

        for (var i = 0; i < 20; i++) journal.TryAppend(CallRecords.Numbered(i) with { Caller = i == 11 ? "bad" : "100" });
        await StopAsync(journal, mover);

        Assert.Equal(19, await CountAsync(database));
        Assert.Equal(1, mover.Refused);
        Assert.Contains("\"bad\"", Assert.Single(File.ReadAllLines(_folder.Sub("refused.jsonl"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_without_a_database_keeps_the_records_on_disk()
    {
        var connection = postgres.NewDatabase();
        await using (var gone = await PostgresFixture.OpenAsync(connection))
        {
            using var journal = Open();
            await gone.ExecuteAsync("alter table kernel.call_record rename to hidden");
            await using var mover = Move(journal, gone);
            for (var i = 0; i < 20; i++) journal.TryAppend(CallRecords.Numbered(i));
            journal.Stop();
            using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await mover.StopAsync(deadline.Token);
            await gone.ExecuteAsync("alter table kernel.hidden rename to call_record");
        }

        await using var database = await PostgresFixture.OpenAsync(connection);
        using var again = Open();
        await using var next = Move(again, database);
        await StopAsync(again, next);
        Assert.Equal(20, await CountAsync(database));
    }

    private CallRecordJournal Open() => new(_folder.Path, new CallRecordJournalOptions(), TimeProvider.System, NullLogger.Instance);

    private CallRecordMover Move(CallRecordJournal journal, Database database) =>
        new(journal, database, _folder.Path, TimeProvider.System, NullLogger.Instance);

    private static async Task StopAsync(CallRecordJournal journal, CallRecordMover mover)
    {
        journal.Stop();
        await mover.StopAsync(CancellationToken.None);
    }

    private static Task<long> CountAsync(Database database) => database.QueryAsync<long>("select count(*) from kernel.call_record");
}
