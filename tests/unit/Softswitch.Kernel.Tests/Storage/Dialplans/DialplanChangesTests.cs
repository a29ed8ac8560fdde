using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class DialplanChangesTests(PostgresFixture postgres)
{
    private readonly ConcurrentQueue<string> _told = [];

    [Fact]
    public async Task What_is_published_and_what_goes_out_of_force_is_told_and_after_a_loss_everything_is_compared()
    {
        await using var database = await postgres.OpenNewAsync();
        var store = new DialplanStore(database, TimeProvider.System);
        await using var changes = new DatabaseChanges(database, TimeProvider.System, NullLogger.Instance);
        changes.FollowDialplans(TakeAsync);
        changes.Start();
        await Wait.UntilAsync(() => _told.Contains("all"));

        await store.PublishAsync([New("acme"), New("globex")], default);
        await store.PublishAsync([New("acme")], default);
        await store.WithdrawAsync(["globex"], default);
        await Wait.UntilAsync(() => _told.Contains("globex 0"));
        Assert.Equal(["all", "acme 1", "globex 1", "acme 2", "globex 0"], _told);

        _told.Clear();
        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'");
        await Wait.UntilAsync(() => _told.Contains("all"));
        await store.PublishAsync([New("acme")], default);
        await Wait.UntilAsync(() => _told.Contains("acme 3"));
    }

    [Fact]
    public async Task Where_the_database_goes_away_while_a_change_is_taken_over_everything_is_compared_again()
    {
        await using var database = await postgres.OpenNewAsync();
        var failures = 1;
        await using var changes = new DatabaseChanges(database, TimeProvider.System, NullLogger.Instance);
        changes.FollowDialplans(async (heard, cancellation) =>
        {
            if (heard is not null && failures-- > 0) throw new StorageException("The database is away.");
            await TakeAsync(heard, cancellation);
        });
        changes.Start();
        await Wait.UntilAsync(() => !_told.IsEmpty);

        await new DialplanStore(database, TimeProvider.System).PublishAsync([New("acme")], default);

        await Wait.UntilAsync(() => _told.Count == 2);
        Assert.Equal(["all", "all"], _told);
    }

    [Fact]
    public async Task Two_nodes_may_publish_the_same_account_at_the_same_time()
    {
        await using var database = await postgres.OpenNewAsync();
        var store = new DialplanStore(database, TimeProvider.System);

        var versions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => store.PublishAsync([New("acme")], default))));

        Assert.Equal([1, 2, 3, 4], versions.Select(version => version[0]).Order());
    }

    private Task TakeAsync(IReadOnlyCollection<DialplanChange>? heard, CancellationToken cancellation)
    {
        if (heard is null) _told.Enqueue("all");
        foreach (var change in heard ?? []) _told.Enqueue($"{change.Account} {change.Version}");
        return Task.CompletedTask;
    }

    private static NewDialplan New(string account) => new(account, [account + ".test"], null, [], PlanSource.Of([new SourceFile("a.yaml", account)]), "publish", null, null);
}
