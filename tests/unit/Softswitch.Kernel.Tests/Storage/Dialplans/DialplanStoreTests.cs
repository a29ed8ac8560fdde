using System.Diagnostics;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class DialplanStoreTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Versions_are_counted_for_each_account_and_the_last_one_is_in_force()
    {
        await using var database = await postgres.OpenNewAsync();
        var store = new DialplanStore(database, TimeProvider.System);

        Assert.Equal([1, 1], await store.PublishAsync([New("acme", "one", origin: "acme"), New("globex", "one")], default));
        Assert.Equal([2], await store.PublishAsync([New("acme", "two") with { Domains = ["a.test", "b.test"], Reseller = "north", By = "publish" }], default));

        var stored = (await store.LoadAsync(default)).OrderBy(one => one.Account, StringComparer.Ordinal).ToList();
        Assert.Equal([("acme", 2, "two"), ("globex", 1, "one")], stored.Select(one => (one.Account, one.Version, one.Source.Unpack().Sources[0].Text)));
        Assert.Equal(["a.test", "b.test"], stored[0].Domains);
        Assert.Equal("north", stored[0].Reseller);
        Assert.Equal(["ivr", "acd"], stored[0].Uses);
        Assert.Equal("one", (await store.FindAsync("acme", 1, default))!.Unpack().Sources[0].Text);
        Assert.Null(await store.FindAsync("acme", 3, default));
        Assert.Equal([(2, "publish"), (1, "folder")], (await store.VersionsAsync("acme", default)).Select(version => (version.Version, version.By)));
    }

    [Fact]
    public async Task Where_an_account_came_from_outlives_what_is_published_over_it()
    {
        await using var database = await postgres.OpenNewAsync();
        var store = new DialplanStore(database, TimeProvider.System);

        await store.PublishAsync([New("acme", "one", origin: "acme")], default);
        await store.PublishAsync([New("acme", "two")], default);

        var stored = Assert.Single(await store.LoadAsync(default));
        Assert.Equal("acme", stored.Origin);
        Assert.Equal(Source("one").HashText, stored.OriginHash);
    }

    [Fact]
    public async Task What_an_older_version_kept_says_nothing_of_the_plugins()
    {
        await using var database = await postgres.OpenNewAsync();
        var store = new DialplanStore(database, TimeProvider.System);
        await store.PublishAsync([New("acme", "one")], default);
        await database.ExecuteAsync("update kernel.dialplan set uses = null");

        Assert.Null(Assert.Single(await store.LoadAsync(default)).Uses);
    }

    [Fact]
    public async Task An_account_out_of_force_keeps_its_versions()
    {
        await using var database = await postgres.OpenNewAsync();
        var store = new DialplanStore(database, TimeProvider.System);
        await store.PublishAsync([New("acme", "one")], default);

        await store.WithdrawAsync(["acme", "nobody"], default);

        Assert.Empty(await store.LoadAsync(default));
        Assert.Equal([2], await store.PublishAsync([New("acme", "two")], default));
    }

    [Fact]
    public async Task Ten_thousand_accounts_are_kept_and_come_back_in_seconds()
    {
        await using var database = await postgres.OpenNewAsync();
        var store = new DialplanStore(database, TimeProvider.System);
        var begun = Stopwatch.GetTimestamp();

        foreach (var batch in Enumerable.Range(0, 10_000).Select(i => New($"a{i}", new string('x', 500) + i)).Chunk(1000)) await store.PublishAsync(batch, default);

        Assert.Equal(10_000, (await store.LoadAsync(default)).Count);
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30));
    }

    private static NewDialplan New(string account, string text, string? origin = null) =>
        new(account, [account + ".test"], null, ["ivr", "acd"], Source(text), "folder", origin, origin is null ? null : Source(text).HashText);

    private static PlanSource Source(string text) => PlanSource.Of([new SourceFile("a.yaml", text)]);
}
