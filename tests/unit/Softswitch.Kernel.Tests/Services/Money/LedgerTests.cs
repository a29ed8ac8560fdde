using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Net;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

[Collection(PostgresCollection.Name)]
public sealed class LedgerTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_call_is_reserved_extended_and_settled_with_one_entry()
    {
        var ledger = await WithBalanceAsync(10);

        Assert.True(await ledger.ReserveAsync("call:1", 2.5m, Minute, default));
        Assert.True(await ledger.ExtendAsync("call:1", 1, 1.2345m, Minute, default));
        Assert.Equal(new Balance(10, 3.7345m, "CRC"), await ledger.GetBalanceAsync(default));
        await ledger.SettleAsync("call:1", 3.1m, "Call to +50640001000", default);

        Assert.Equal(new Balance(6.9m, 0, "CRC"), await ledger.GetBalanceAsync(default));
        var entry = (await Book.StatementAsync("acme", null, 1, default)).Single();
        Assert.Equal(("billing", "call:1", -3.1m, 6.9m, "Call to +50640001000"), (entry.Source, entry.Reference, entry.Amount, entry.Balance, entry.Text));
    }

    [Fact]
    public async Task An_account_without_money_has_none_and_can_reserve_nothing()
    {
        var ledger = Ledger("nobody");

        Assert.Equal(new Balance(0, 0, "CRC"), await ledger.GetBalanceAsync(default));
        Assert.False(await ledger.ReserveAsync("call:1", 0.0001m, Minute, default));
    }

    [Fact]
    public async Task Doing_it_twice_does_it_once()
    {
        var ledger = await WithBalanceAsync(10);

        Assert.True(await ledger.ReserveAsync("a", 8, Minute, default));
        Assert.True(await ledger.ReserveAsync("a", 8, Minute, default));
        Assert.False(await ledger.ReserveAsync("b", 3, Minute, default));
        Assert.True(await ledger.ExtendAsync("a", 1, 1, Minute, default));
        Assert.True(await ledger.ExtendAsync("a", 1, 1, Minute, default));
        Assert.False(await ledger.ExtendAsync("a", 2, 5, Minute, default));
        await ledger.SettleAsync("a", 9, "text", default);
        await ledger.SettleAsync("a", 4, "again", default);
        await Book.PayAsync("acme", "CRC", "payment-1", 100, "Paid", default);

        Assert.False(await ledger.ReserveAsync("b", 3, Minute, default));
        Assert.False(await ledger.ExtendAsync("a", 2, 5, Minute, default));
        Assert.True(await ledger.ExtendAsync("a", 1, 1, Minute, default));
        Assert.Equal(new Balance(101, 0, "CRC"), await ledger.GetBalanceAsync(default));
        Assert.Equal(3, (await Book.StatementAsync("acme", null, 10, default)).Count);
        Assert.False(await Book.PayAsync("acme", "CRC", "payment-1", 100, "Paid", default));
    }

    [Fact]
    public async Task What_is_not_open_cannot_be_extended_or_settled()
    {
        var ledger = await WithBalanceAsync(10);
        await ledger.ReserveAsync("refused", 11, Minute, default);
        await ledger.ReserveAsync("settled", 1, Minute, default);
        await ledger.SettleAsync("settled", 1, "text", default);
        await ledger.ReserveAsync("expired", 1, Minute, default);
        await ExpireAsync("expired");
        await ledger.ReserveAsync("open", 1, Minute, default);

        foreach (var reservation in new[] { "unknown", "refused", "settled", "expired" })
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await ledger.ExtendAsync(reservation, 1, 1, Minute, default));
        foreach (var reservation in new[] { "unknown", "refused", "expired" })
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await ledger.SettleAsync(reservation, 0, "text", default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ledger.SettleAsync("open", 1.0001m, "text", default));
        Assert.Equal(new Balance(9, 1, "CRC"), await ledger.GetBalanceAsync(default));
    }

    [Fact]
    public async Task A_reservation_that_expires_gives_its_money_back()
    {
        var ledger = await WithBalanceAsync(10);
        await ledger.ReserveAsync("a", 10, Minute, default);
        Assert.False(await ledger.ReserveAsync("b", 1, Minute, default));

        await ExpireAsync("a");

        Assert.Equal(new Balance(10, 0, "CRC"), await ledger.GetBalanceAsync(default));
        Assert.True(await ledger.ReserveAsync("c", 10, Minute, default));
        Assert.Equal(new Balance(10, 10, "CRC"), await ledger.GetBalanceAsync(default));
    }

    [Fact]
    public async Task An_account_that_pays_later_goes_down_to_its_floor_and_no_further()
    {
        await Book.SetFloorAsync("acme", "CRC", -5, default);
        var ledger = Ledger();

        Assert.True(await ledger.ReserveAsync("a", 5, Minute, default));
        Assert.False(await ledger.ReserveAsync("b", 0.0001m, Minute, default));
    }

    [Fact]
    public async Task Accounts_and_plugins_do_not_see_each_others_reservations()
    {
        var ledger = await WithBalanceAsync(10);
        await Book.PayAsync("other", "CRC", "p", 10, "Paid", default);
        await ledger.ReserveAsync("a", 1, Minute, default);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Ledger("other").SettleAsync("a", 1, "text", default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Ledger(plugin: "fax").SettleAsync("a", 1, "text", default));
        Assert.True(await Ledger("other").ReserveAsync("a", 10, Minute, default));
        Assert.Equal(new Balance(10, 1, "CRC"), await ledger.GetBalanceAsync(default));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.00001")]
    [InlineData("100000000000000")]
    public async Task An_amount_that_is_none_is_refused(string amount) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        async () => await Ledger().ReserveAsync("a", decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Minute, default));

    [Theory]
    [InlineData(9)]
    [InlineData(86_401)]
    public async Task An_expiry_out_of_range_is_refused(int seconds) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        async () => await Ledger().ReserveAsync("a", 1, TimeSpan.FromSeconds(seconds), default));

    /// <summary>Many calls at a time, each repeated at random, on three balances: money is neither made nor lost, the floor holds, and each call that was let in has one entry.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_number_of_calls_at_a_time_never_take_a_balance_below_its_floor(ulong seed)
    {
        const int calls = 60;
        IRandomSource random = new SeededRandomSource(seed);
        var floor = -random.Next(3);
        await Book.SetFloorAsync("acme", "CRC", floor, default);
        var ledger = await WithBalanceAsync(20);
        var lowest = decimal.MaxValue;
        var charged = 0m;
        var taken = 0;
        var plans = Enumerable.Range(0, calls).Select(call => (Call: call, First: 1 + random.Next(3), Steps: random.Next(3), Used: random.Next(100) / 100m, IsSettled: random.Next(5) > 0)).ToList();

        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (plan, token) =>
        {
            var id = "call:" + plan.Call;
            if (!await ledger.ReserveAsync(id, plan.First, Minute, token)) return;
            Assert.True(await ledger.ReserveAsync(id, plan.First, Minute, token));
            decimal held = plan.First;
            for (var step = 1; step <= plan.Steps; step++) held += await ledger.ExtendAsync(id, step, 0.5m, Minute, token) ? 0.5m : 0;
            var balance = await ledger.GetBalanceAsync(token);
            lock (plans) lowest = Math.Min(lowest, balance.Available);
            if (!plan.IsSettled) return;
            var amount = decimal.Round(held * plan.Used, 4);
            await Task.WhenAll(ledger.SettleAsync(id, amount, "text", token).AsTask(), ledger.SettleAsync(id, amount, "text", token).AsTask());
            lock (plans) (charged, taken) = (charged + amount, taken + 1);
        });

        var open = await Database.QueryAsync<decimal>("select coalesce(sum(amount), 0) from kernel.ledger_reservation where state = 1");
        var entries = (await Book.StatementAsync("acme", null, 1000, default)).Where(entry => entry.Source == "billing").ToList();
        Assert.True(lowest >= floor, $"{lowest} is below the floor {floor}");
        Assert.Equal(new Balance(20 - charged, open, "CRC"), await ledger.GetBalanceAsync(default));
        Assert.Equal(taken, entries.Count);
        Assert.Equal(-charged, entries.Sum(entry => entry.Amount));
    }

    private async Task<Ledger> WithBalanceAsync(decimal amount)
    {
        await Book.PayAsync("acme", "CRC", "opening", amount, "Paid in", default);
        return Ledger();
    }

    private Task ExpireAsync(string reservation) =>
        Database.ExecuteAsync($"update kernel.ledger_reservation set expires_at = now() - interval '1 s' where reservation = '{reservation}'");
}
