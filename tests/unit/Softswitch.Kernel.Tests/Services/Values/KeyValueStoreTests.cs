using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

[Collection(PostgresCollection.Name)]
public sealed class KeyValueStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private Database _database = null!;
    private StoreAccess _access = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.OpenNewAsync();
        _access = new StoreAccess(_database, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _access.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_value_is_written_read_changed_and_removed()
    {
        var store = Store();

        Assert.Null(await store.GetAsync("state", default));
        await store.SetAsync("state", "open", default);
        var first = await store.GetAsync("state", default);
        await store.SetAsync("state", "closed é漢😀", default);
        var second = await store.GetAsync("state", default);
        await store.RemoveAsync("state", default);
        await store.RemoveAsync("state", default);

        Assert.Equal("open", first!.Value);
        Assert.True(first.Version >= 1);
        Assert.Equal("closed é漢😀", second!.Value);
        Assert.True(second.Version > first.Version);
        Assert.Null(await store.GetAsync("state", default));
    }

    [Fact]
    public async Task Only_who_knows_the_version_swaps()
    {
        var store = Store();

        Assert.False(await store.TrySetAsync("state", "a", 7, default));
        Assert.True(await store.TrySetAsync("state", "a", 0, default));
        Assert.False(await store.TrySetAsync("state", "b", 0, default));
        var version = (await store.GetAsync("state", default))!.Version;
        Assert.True(await store.TrySetAsync("state", null, version, default));
        Assert.False(await store.TrySetAsync("state", null, version, default));
        Assert.Null(await store.GetAsync("state", default));
    }

    [Fact]
    public async Task A_version_never_comes_again_not_even_after_the_key_was_removed()
    {
        var store = Store();
        await store.SetAsync("state", "a", default);
        var version = (await store.GetAsync("state", default))!.Version;

        await store.RemoveAsync("state", default);
        await store.SetAsync("state", "a", default);

        Assert.False(await store.TrySetAsync("state", "b", version, default));
    }

    [Fact]
    public async Task Of_many_who_count_up_at_the_same_time_none_is_lost()
    {
        const int writers = 8;
        const int rounds = 10;
        var store = Store();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < rounds;)
            {
                var before = await store.GetAsync("count", default);
                var next = (before is null ? 1 : int.Parse(before.Value) + 1).ToString();
                if (await store.TrySetAsync("count", next, before?.Version ?? 0, default)) round++;
            }
        })));

        Assert.Equal((writers * rounds).ToString(), (await store.GetAsync("count", default))!.Value);
    }

    [Fact]
    public async Task Other_accounts_and_plugins_have_the_same_key_to_themselves()
    {
        IKeyValueStore[] stores = [Store("acme", "ivr"), Store("acme", "time-of-day"), Store("other", "ivr"), Store("acm", "eivr"), Store("acme' or '1'='1", "ivr")];
        for (var i = 0; i < stores.Length; i++) await stores[i].SetAsync("key", i.ToString(), default);

        for (var i = 0; i < stores.Length; i++)
        {
            Assert.Equal(i.ToString(), (await stores[i].GetAsync("key", default))!.Value);
            Assert.Equal(["key"], await stores[i].KeysAsync("", null, default));
        }

        await stores[0].RemoveAsync("key", default);
        Assert.Null(await stores[0].GetAsync("key", default));
        Assert.NotNull(await stores[1].GetAsync("key", default));
        Assert.NotNull(await stores[2].GetAsync("key", default));
        Assert.Null(await stores[0].GetAsync("' or account <> '", default));
    }

    [Fact]
    public async Task Room_that_is_used_up_is_refused_and_room_that_is_given_back_counts()
    {
        var store = new KeyValueStore(_access, "acme", "ivr", 100);
        await store.SetAsync("0123456789", new string('x', 80), default);

        await Assert.ThrowsAsync<StoreQuotaException>(async () => await store.SetAsync("more", new string('x', 7), default));
        await store.SetAsync("more", new string('x', 6), default);
        await Assert.ThrowsAsync<StoreQuotaException>(async () => await store.TrySetAsync("0123456789", new string('x', 81), (await store.GetAsync("0123456789", default))!.Version, default));
        await store.SetAsync("0123456789", "é", default);
        await store.SetAsync("more", new string('x', 84), default);

        Assert.Equal(100, await _database.QueryAsync<long>("select bytes from kernel.plugin_room where account = 'acme' and plugin = 'ivr'"));
    }

    [Fact]
    public async Task A_smaller_room_than_is_used_still_lets_values_shrink()
    {
        await new KeyValueStore(_access, "acme", "ivr", 1000).SetAsync("key", new string('x', 900), default);
        var store = new KeyValueStore(_access, "acme", "ivr", 100);

        await store.SetAsync("key", new string('x', 800), default);
        await Assert.ThrowsAsync<StoreQuotaException>(async () => await store.SetAsync("key", new string('x', 801), default));
    }

    [Fact]
    public async Task Keys_come_in_pages_in_their_order()
    {
        var store = Store();
        await _database.ExecuteAsync("insert into kernel.plugin_value (account, plugin, key, value, version) select 'acme', 'ivr', 'call:' || to_char(i, 'FM0000'), '', 1 from generate_series(1, 1500) i");
        await store.SetAsync("Call:0000", "", default);
        await store.SetAsync("call%", "", default);
        await store.SetAsync("zebra", "", default);

        var first = await store.KeysAsync("call:", null, default);
        var second = await store.KeysAsync("call:", first[^1], default);

        Assert.Equal(1000, first.Count);
        Assert.Equal("call:0001", first[0]);
        Assert.Equal(500, second.Count);
        Assert.Equal("call:1500", second[^1]);
        Assert.Equal(["call%"], await store.KeysAsync("call%", null, default));
        Assert.Equal(["Call:0000", "call%"], (await store.KeysAsync("", null, default)).Take(2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task A_key_that_cannot_be_kept_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store().GetAsync(key, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store().SetAsync(key, "value", default));
    }

    [Fact]
    public async Task What_is_too_long_is_refused()
    {
        var store = Store();
        await store.SetAsync(new string('é', 256), new string('é', 32 * 1024), default);

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.GetAsync(new string('k', 257), default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.SetAsync("key", new string('é', (32 * 1024) + 1), default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.SetAsync("key", "a\0b", default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.SetAsync("key", "half a pair: \uD800", default));
    }

    [Fact]
    public async Task A_database_that_is_locked_up_is_given_up_within_seconds()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("lock table kernel.plugin_value", connection);
        await command.ExecuteNonQueryAsync();

        var begun = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Store().GetAsync("key", default));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await transaction.RollbackAsync();
        Assert.Null(await Store().GetAsync("key", default));
    }

    [Fact]
    public async Task A_wait_that_its_caller_ends_is_cancelled_and_not_unavailable()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store().GetAsync("key", cancelled.Token));
    }

    private KeyValueStore Store(string account = "acme", string plugin = "ivr") => new(_access, account, plugin, KeyValueStore.DefaultQuota);
}
