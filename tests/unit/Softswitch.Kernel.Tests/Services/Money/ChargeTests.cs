using Softswitch.Dialplan.KernelSteps;
using Softswitch.Kernel.Tests.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

/// <summary>Conversations that are paid for as they go on, on the real ledger.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ChargeTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    private const int Calls = 24;

    [Theory]
    [InlineData(0, 10)]
    [InlineData(-5, 1)]
    public async Task However_many_calls_share_a_balance_it_never_goes_below_its_floor_and_each_is_settled_once(int floor, int balance)
    {
        await Book.SetFloorAsync("acme", "CRC", floor, default);
        await Book.PayAsync("acme", "CRC", "start", balance, "Paid", default);

        var talked = await Task.WhenAll(Enumerable.Range(0, Calls).Select(TalkAsync));

        var entries = (await Book.StatementAsync("acme", null, 1000, default)).Where(entry => entry.Source == "billing").ToList();
        Assert.Equal(talked.Count(intervals => intervals > 0), entries.Count);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Reference).Distinct().Count());
        Assert.Equal(talked.Sum() * 0.5m, -entries.Sum(entry => entry.Amount));
        Assert.All(entries, entry => Assert.True(entry.Balance >= floor));
        var left = await Ledger().GetBalanceAsync(default);
        Assert.Equal((balance - (talked.Sum() * 0.5m), 0), (left.Amount, left.Reserved));
        // All of it can be spent: no call ended for want of money that was there.
        Assert.True(left.Amount - floor < 0.5m, $"{left.Amount} is left");
    }

    [Fact]
    public async Task What_goes_on_after_it_was_paid_for_is_not_charged()
    {
        await Book.PayAsync("acme", "CRC", "start", 1.2m, "Paid", default);
        var charge = new Charge(Ledger(), new Tariff(0.5m, TimeSpan.FromSeconds(30), TimeSpan.Zero, "Call"), "call:1");

        Assert.True(await charge.TryReserveAsync(default));
        Assert.Equal(TimeSpan.FromMinutes(1), charge.Covered);
        Assert.False(await charge.TryExtendAsync(default));
        await charge.SettleAsync(TimeSpan.FromMinutes(5), default);
        await charge.SettleAsync(TimeSpan.FromMinutes(5), default);

        Assert.Equal(new Balance(0.2m, 0, "CRC"), await Ledger().GetBalanceAsync(default));
    }

    /// <summary>A call that talks for as long as there is money; how many intervals that is.</summary>
    private async Task<int> TalkAsync(int call)
    {
        var interval = TimeSpan.FromSeconds(30);
        var charge = new Charge(Ledger(), new Tariff(0.5m, interval, TimeSpan.Zero, $"Call {call}"), $"call:{call}");
        if (!await charge.TryReserveAsync(default)) return 0;
        while (await charge.TryExtendAsync(default))
        {
        }

        await charge.SettleAsync(charge.Covered, default);
        return (int)(charge.Covered / interval);
    }
}
