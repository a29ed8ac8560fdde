using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Net;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

[Collection(PostgresCollection.Name)]
public sealed class BackgroundTasksTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly StepExecutor _executor = new(new StepExecutorOptions { Threads = 2 }, TimeProvider.System);
    private readonly Code _code = new();
    private Database _database = null!;

    public async Task InitializeAsync() => _database = await postgres.OpenNewAsync();

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _executor.Dispose();
    }

    [Fact]
    public async Task A_task_runs_on_one_node_and_moves_to_another_when_that_one_stops()
    {
        await using var firstLease = Lease("node-1");
        var first = Tasks("node-1", firstLease);
        first.Want([Sync("acme"), Sync("other")]);
        await Wait.UntilAsync(() => first.Running == 2);
        await using var secondLease = Lease("node-2");
        await using var second = Tasks("node-2", secondLease);
        second.Want([Sync("acme"), Sync("other")]);
        await Wait.UntilAsync(() => secondLease.IsHeld);

        Assert.Equal(0, second.Running);
        Assert.Equal(1, _code.Running[Sync("acme")]);
        await first.DisposeAsync();

        await Wait.UntilAsync(() => second.Running == 2 && _code.Running[Sync("acme")] == 1);
        Assert.Equal(1, _code.MostAtATime);
    }

    [Fact]
    public async Task What_a_dead_node_owned_is_taken_over_when_its_lease_has_ended()
    {
        await _database.ExecuteAsync("insert into kernel.node values ('dead', '1', now(), now() + interval '1 h'); insert into kernel.task_owner values ('acme', 'crm', 'dead')");
        await using var lease = Lease("node-1");
        await using var tasks = Tasks("node-1", lease);
        tasks.Want([Sync("acme"), Sync("free")]);
        await Wait.UntilAsync(() => tasks.Running == 1);

        await _database.ExecuteAsync("update kernel.node set lease_until = now() where name = 'dead'");

        await Wait.UntilAsync(() => tasks.Running == 2);
    }

    [Fact]
    public async Task What_is_wanted_no_longer_ends_and_a_new_version_takes_over()
    {
        await using var lease = Lease("node-1");
        await using var tasks = Tasks("node-1", lease);
        tasks.Want([Sync("acme"), Sync("other")]);
        await Wait.UntilAsync(() => tasks.Running == 2);

        var next = Sync("acme") with { Generation = "crm@2#2" };
        tasks.Want([next]);

        await Wait.UntilAsync(() => _code.Running.GetValueOrDefault(next) == 1);
        Assert.Equal(0, _code.Running[Sync("acme")]);
        Assert.Equal(0, _code.Running[Sync("other")]);
        await Wait.UntilAsync(async () => await _database.QueryAsync<long>("select count(*) from kernel.task_owner") == 1);
    }

    [Fact]
    public async Task A_task_that_returns_or_throws_is_begun_again_later_and_later()
    {
        _code.Failures = 2;
        await using var lease = Lease("node-1");
        await using var tasks = Tasks("node-1", lease);
        var begun = TimeProvider.System.GetTimestamp();
        tasks.Want([Sync("acme")]);

        await Wait.UntilAsync(() => _code.Begun == 3 && _code.Running[Sync("acme")] == 1);

        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_presence_source_that_never_comes_back_is_left_behind_and_what_it_said_with_it()
    {
        using var never = new ManualResetEventSlim();
        await using var reports = new PresenceReports(_database, "node-1", TimeProvider.System, SystemRandomSource.Instance, NullLogger.Instance);
        _code.Watch = (task, stopping) =>
        {
            reports.Begin(new PresenceSource(task.Account, task.Plugin, task.Task), stopping).Set("100", ExtensionState.Away);
            if (task.Account == "acme") never.Wait(CancellationToken.None);
        };
        await using var lease = Lease("node-1");
        await using var tasks = Tasks("node-1", lease);
        var (acme, globex) = (Sync("acme") with { Kind = TaskKind.PresenceSource }, Sync("globex") with { Kind = TaskKind.PresenceSource });
        tasks.Want([acme, globex]);
        await Wait.UntilAsync(async () => await _database.QueryAsync<long>("select count(*) from kernel.presence where until is null") == 2);

        tasks.Want([globex]);

        await Wait.UntilAsync(async () => await _database.QueryAsync<long>("select count(*) from kernel.presence where account = 'acme' and until < now() + interval '30 s'") == 1);
        Assert.Equal(1, await _database.QueryAsync<long>("select count(*) from kernel.presence where account = 'globex' and until is null"));
        Assert.Equal(1, _code.Running[globex]);
        never.Set();
    }

    private static WantedTask Sync(string account) => new(account, "crm", "sync", "crm@1#1");

    private NodeLease Lease(string node) => new(_database, node, "1.0", TimeProvider.System, NullLogger.Instance);

    private BackgroundTasks Tasks(string node, NodeLease lease) => new(_database, node, lease, _code, _executor, TimeProvider.System, NullLogger.Instance);

    private sealed class Code : ITaskCode
    {
        public ConcurrentDictionary<WantedTask, int> Running { get; } = new();

        public int Failures { get; set; }

        public int Begun { get; private set; }

        public int MostAtATime { get; private set; }

        public Action<WantedTask, CancellationToken>? Watch { get; set; }

        public async ValueTask RunAsync(WantedTask task, CancellationToken stopping)
        {
            var running = Running.AddOrUpdate(task, 1, (_, before) => before + 1);
            lock (Running) (Begun, MostAtATime) = (Begun + 1, Math.Max(MostAtATime, running));
            try
            {
                if (Begun == 1 && Failures > 0) throw new InvalidOperationException("no");
                if (Begun <= Failures) return;
                Watch?.Invoke(task, stopping);
                await Task.Delay(Timeout.Infinite, stopping);
            }
            finally
            {
                Running.AddOrUpdate(task, 0, (_, before) => before - 1);
            }
        }
    }
}
