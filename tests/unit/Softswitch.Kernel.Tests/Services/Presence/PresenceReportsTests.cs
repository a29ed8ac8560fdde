using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Net;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

[Collection(PostgresCollection.Name)]
public sealed class PresenceReportsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly PresenceSource Calendar = new("acme", "crm", "calendar");

    private readonly CancellationTokenSource _run = new();
    private Database _database = null!;
    private Node _one = null!;
    private Node _two = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.OpenNewAsync();
        await _database.ExecuteAsync(
            """
            insert into kernel.node select n, '1', now(), now() + interval '1 h' from unnest(array['one', 'two']) n;
            insert into kernel.task_owner select a, 'crm', 'one' from unnest(array['acme', 'globex']) a
            """);
        _one = new Node(_database, "one");
        _two = new Node(_database, "two");
    }

    public async Task DisposeAsync()
    {
        await _run.CancelAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _database.DisposeAsync();
        _run.Dispose();
    }

    [Fact]
    public async Task What_a_source_says_on_one_node_every_node_knows_and_no_other_account()
    {
        var report = _one.Reports.Begin(Calendar, _run.Token);
        var other = _one.Reports.Begin(Calendar with { Account = "globex" }, _run.Token);

        report.Set("100", ExtensionState.Away, "Out for lunch");
        report.Set("101", ExtensionState.Busy);
        report.Clear("102");
        other.Set("100", ExtensionState.Busy, "In a meeting");
        await Wait.UntilAsync(() => _two.Find("100") == new ReportedState(ExtensionState.Away, "Out for lunch") && _two.Find("101") is not null && _two.Find("100", "globex")?.Note == "In a meeting");
        Assert.Null(_two.Find("101", "globex"));

        report.Clear("100");
        report.Set("101", ExtensionState.DoNotDisturb);
        await Wait.UntilAsync(() => _two.Find("100") is null && _two.Find("101")?.State == ExtensionState.DoNotDisturb);
        await Wait.UntilAsync(() => _one.Find("100") is null && _one.Find("101")?.State == ExtensionState.DoNotDisturb);
        Assert.Equal("In a meeting", _one.Find("100", "globex")!.Note);
        Assert.Equal(
            [("100", ExtensionState.Away), ("100", null), ("101", ExtensionState.Busy), ("101", ExtensionState.DoNotDisturb)],
            _one.Told.Cast<ExtensionReported>().Where(told => told.Account == "acme").Select(told => (told.Extension, told.Said?.State)).OrderBy(told => told.Extension));
        Assert.Empty(_two.Told);
    }

    [Fact]
    public async Task What_was_said_while_a_node_did_not_listen_it_reads_when_it_does_again()
    {
        _one.Reports.Begin(Calendar, _run.Token).Set("100", ExtensionState.Away);
        await Wait.UntilAsync(() => _two.Find("100") is not null);

        await _database.ExecuteAsync("alter table kernel.presence disable trigger all; delete from kernel.presence; alter table kernel.presence enable trigger all");
        await _database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'");

        await Wait.UntilAsync(() => _two.Find("100") is null && _one.Find("100") is null);
    }

    [Fact]
    public async Task It_lasts_until_it_says_and_not_longer()
    {
        _one.Reports.Begin(Calendar, _run.Token).Set("100", ExtensionState.Away, until: TimeProvider.System.GetUtcNow().AddSeconds(2));

        await Wait.UntilAsync(() => _two.Find("100") is not null);
        await Wait.UntilAsync(() => _two.Find("100") is null);
    }

    [Fact]
    public async Task When_its_run_ends_what_it_said_is_good_for_half_a_minute_and_for_longer_where_the_next_run_says_it_again()
    {
        var report = _one.Reports.Begin(Calendar, _run.Token);
        report.Set("100", ExtensionState.Away);
        report.Set("101", ExtensionState.Away);
        await Wait.UntilAsync(() => _one.Find("101") is not null);

        await _run.CancelAsync();
        await Wait.UntilAsync(async () => await EndingAsync() == 2);
        report.Set("102", ExtensionState.Away);
        using var again = new CancellationTokenSource();
        _one.Reports.Begin(Calendar, again.Token).Set("100", ExtensionState.Away);

        await Wait.UntilAsync(async () => await EndingAsync() == 1);
        Assert.Equal("101", await _database.QueryAsync<string>("select extension from kernel.presence where until is not null"));
        Assert.Equal(2, await _database.QueryAsync<long>("select count(*) from kernel.presence"));
        await again.CancelAsync();
    }

    [Fact]
    public async Task A_node_that_the_work_is_no_longer_on_changes_nothing()
    {
        var table = new PresenceTable(_database, "two");
        (string, ReportedState?)[] said = [("100", new ReportedState(ExtensionState.Away))];
        await table.WriteAsync(Calendar, 1, said, default);
        Assert.Equal(0, await _database.QueryAsync<long>("select count(*) from kernel.presence"));

        await _database.ExecuteAsync("update kernel.task_owner set node = 'two'");
        await table.WriteAsync(Calendar, 1, said, default);

        Assert.Equal(1, await _database.QueryAsync<long>("select count(*) from kernel.presence"));
    }

    [Theory]
    [InlineData("update kernel.node set lease_until = now() where name = 'one'", true)]
    [InlineData("delete from kernel.task_owner", true)]
    [InlineData("update kernel.presence set run = 7, said_at = now() - interval '2 min'", true)]
    [InlineData("update kernel.presence set run = 7", false)]
    [InlineData("select 1", false)]
    public async Task What_nobody_stands_for_any_more_is_forgotten_soon(string happens, bool isForgotten)
    {
        _one.Reports.Begin(Calendar, _run.Token).Set("100", ExtensionState.Away);
        await Wait.UntilAsync(() => _one.Find("100") is not null);
        var run = await _database.QueryAsync<long>("select run from kernel.presence");
        await _database.ExecuteAsync(happens);

        await new PresenceTable(_database, "one").SweepAsync([run], default);
        Assert.Equal(isForgotten ? 1 : 0, await EndingAsync());

        await _database.ExecuteAsync("update kernel.presence set until = now() - interval '1 min' where until is not null");
        await new PresenceTable(_database, "one").SweepAsync([run], default);
        Assert.Equal(isForgotten ? 0 : 1, await _database.QueryAsync<long>("select count(*) from kernel.presence"));
    }

    [Fact]
    public async Task Of_several_sources_the_one_that_leaves_least_hope_is_believed()
    {
        var states = new[] { ExtensionState.Away, ExtensionState.DoNotDisturb, ExtensionState.Busy };
        var reports = states.Select(state => (State: state, Report: _one.Reports.Begin(Calendar with { Name = $"{state}" }, _run.Token))).ToList();
        foreach (var (state, report) in reports) report.Set("100", state);
        await Wait.UntilAsync(() => _two.Find("100")?.State == ExtensionState.DoNotDisturb);

        reports[1].Report.Clear("100");
        await Wait.UntilAsync(() => _two.Find("100")?.State == ExtensionState.Busy);
        reports[2].Report.Clear("100");
        await Wait.UntilAsync(() => _two.Find("100")?.State == ExtensionState.Away);
    }

    [Fact]
    public void What_is_no_report_is_refused()
    {
        var report = _one.Reports.Begin(Calendar, _run.Token);

        Assert.Throws<ArgumentException>(() => report.Set("ext", ExtensionState.Away));
        Assert.Throws<ArgumentException>(() => report.Clear("1234567890123456"));
        Assert.Throws<ArgumentException>(() => report.Set("100", ExtensionState.Idle));
        Assert.Throws<ArgumentException>(() => report.Set("100", ExtensionState.Away, "a\nb"));
        Assert.Throws<ArgumentException>(() => report.Set("100", ExtensionState.Away, "\ud800"));
        Assert.Throws<ArgumentException>(() => report.Set("100", ExtensionState.Away, new string('a', 201)));
        for (var extension = 0; extension < 5000; extension++) report.Set($"{extension}", ExtensionState.Away);
        report.Set("0", ExtensionState.Busy);
        Assert.Throws<InvalidOperationException>(() => report.Set("5000", ExtensionState.Away));
        report.Clear("0");
        report.Set("5000", ExtensionState.Away);
    }

    [Fact]
    public async Task What_waits_for_a_database_that_is_away_has_a_bound()
    {
        await using var away = await postgres.OpenNewAsync();
        await away.ExecuteAsync("alter table kernel.presence rename to gone");
        await using var reports = new PresenceReports(away, "one", TimeProvider.System, SystemRandomSource.Instance, NullLogger.Instance);
        var report = reports.Begin(Calendar, _run.Token);

        Assert.Throws<InvalidOperationException>(() =>
        {
            for (var extension = 0; extension < 20_000; extension++)
            {
                report.Set($"{extension}", ExtensionState.Away);
                report.Clear($"{extension}");
            }
        });
        await _run.CancelAsync();
    }

    [Fact]
    public async Task A_source_that_does_not_stop_talking_is_written_now_and_then_and_another_s_word_gets_through()
    {
        using var talking = new CancellationTokenSource();
        var report = _one.Reports.Begin(Calendar, _run.Token);
        var flood = Task.Run(() =>
        {
            for (var i = 0; !talking.IsCancellationRequested; i++) report.Set($"{i % 100}", i % 200 < 100 ? ExtensionState.Busy : ExtensionState.Away, $"{i}");
        });

        _one.Reports.Begin(Calendar with { Account = "globex" }, _run.Token).Set("100", ExtensionState.Away);
        await Wait.UntilAsync(() => _two.Find("100", "globex") is not null && _two.Find("99") is not null);
        await talking.CancelAsync();
        await flood;

        Assert.Equal(100, await _database.QueryAsync<long>("select count(*) from kernel.presence where account = 'acme'"));
    }

    private async Task<long> EndingAsync() =>
        await _database.QueryAsync<long>("select count(*) from kernel.presence where until between now() + interval '20 s' and now() + interval '30 s'");

    /// <summary>One of the nodes of the database.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly DatabaseChanges _changes;

        public Node(Database database, string name)
        {
            Reports = new PresenceReports(database, name, TimeProvider.System, SystemRandomSource.Instance, NullLogger.Instance) { Tell = Told.Enqueue };
            _changes = new DatabaseChanges(database, TimeProvider.System, NullLogger.Instance);
            _changes.Follow(PresenceReports.Channel, Reports.FollowAsync);
            _changes.Start();
        }

        public PresenceReports Reports { get; }

        /// <summary>Events that handlers were to hear.</summary>
        public ConcurrentQueue<SwitchEvent> Told { get; } = [];

        public ReportedState? Find(string extension, string account = "acme") => Reports.Find(account, extension);

        public async ValueTask DisposeAsync()
        {
            await _changes.DisposeAsync();
            await Reports.DisposeAsync();
        }
    }
}
