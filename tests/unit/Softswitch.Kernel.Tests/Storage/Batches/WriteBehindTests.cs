using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

public sealed class WriteBehindTests
{
    private readonly ConcurrentQueue<int> _written = new();
    private readonly WriteBehindOptions _options = new() { Linger = TimeSpan.FromMilliseconds(5), BatchSize = 10, Capacity = 1000 };

    [Fact]
    public async Task Items_are_written_in_order_and_in_batches()
    {
        var largest = 0;
        await using var queue = Create(batch => largest = Math.Max(largest, batch.Count));

        for (var i = 0; i < 100; i++) Assert.True(queue.TryEnqueue(i));

        await Wait.UntilAsync(() => queue.Written == 100);
        Assert.Equal(Enumerable.Range(0, 100), _written);
        Assert.InRange(largest, 1, 10);
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_database_is_away()
    {
        var away = true;
        await using var queue = Create(_ => ThrowIf(Volatile.Read(ref away), new NpgsqlException("away")));
        for (var i = 0; i < 50; i++) queue.TryEnqueue(i);
        await Wait.UntilAsync(() => queue.Failures > 1);
        Assert.Equal(50, queue.Length);

        Volatile.Write(ref away, false);

        await Wait.UntilAsync(() => queue.Written == 50);
        Assert.Equal(Enumerable.Range(0, 50), _written);
    }

    [Fact]
    public async Task What_is_over_the_bound_is_dropped_and_counted()
    {
        var away = true;
        await using var queue = Create(_ => ThrowIf(Volatile.Read(ref away), new IOException("away")));

        var taken = Enumerable.Range(0, 1200).Count(queue.TryEnqueue);

        Assert.Equal(1000, taken);
        Assert.Equal(200, queue.Dropped);
        Volatile.Write(ref away, false);
        await Wait.UntilAsync(() => queue.Written == 1000);
    }

    [Fact]
    public async Task An_item_that_is_refused_for_good_does_not_hold_up_the_others()
    {
        await using var queue = Create(batch => ThrowIf(batch.Contains(42), new PostgresException("refused", "ERROR", "ERROR", "22P05")));

        for (var i = 0; i < 100; i++) queue.TryEnqueue(i);

        await Wait.UntilAsync(() => queue.Written == 99);
        Assert.Equal(1, queue.Refused);
        Assert.Equal(Enumerable.Range(0, 100).Except([42]), _written);
    }

    [Fact]
    public async Task Stopping_writes_what_is_left()
    {
        await using var queue = Create(_ => { }, _options with { Linger = TimeSpan.FromHours(1) });
        for (var i = 0; i < 25; i++) queue.TryEnqueue(i);

        await queue.StopAsync(CancellationToken.None);

        Assert.Equal(25, _written.Count);
    }

    [Fact]
    public async Task Stopping_gives_up_at_its_deadline()
    {
        await using var queue = Create(_ => throw new NpgsqlException("away"));
        queue.TryEnqueue(1);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await queue.StopAsync(deadline.Token);

        Assert.Equal(1, queue.Length);
    }

    [Fact]
    public async Task Many_threads_may_enqueue_at_once()
    {
        await using var queue = Create(_ => { }, _options with { Capacity = 1_000_000, BatchSize = 1000 });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++) queue.TryEnqueue((thread * 20_000) + i);
        })));

        await Wait.UntilAsync(() => queue.Written == 80_000);
        Assert.Equal(80_000, _written.Distinct().Count());
        await Wait.UntilAsync(() => queue.Length == 0);
    }

    private WriteBehind<int> Create(Action<ArraySegment<int>> before, WriteBehindOptions? options = null) => new(
        "numbers",
        (batch, _) =>
        {
            before(batch);
            foreach (var item in batch) _written.Enqueue(item);
            return Task.CompletedTask;
        },
        options ?? _options,
        TimeProvider.System,
        NullLogger.Instance);

    private static void ThrowIf(bool condition, Exception exception)
    {
        if (condition) throw exception;
    }
}
