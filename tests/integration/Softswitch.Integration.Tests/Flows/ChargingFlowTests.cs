using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>Calls that a plugin has a price for, on the switch's own ledger; a satellite costs 0.01 for each second begun.</summary>
public sealed class ChargingFlowTests
{
    private const string Key = "a-key-of-the-tests";
    private const string Satellite = "988163000001";
    private const decimal Second = 0.01m;

    private const string Account = $$"""
        uses: { sample.per-minute: ^1, sample.least-cost: ^1 }
        api-keys: { tests: { secret: {{Key}} } }
        codes: { "9{number}": { bridge: { to: "{number}", carriers: sample.least-cost, charge: sample.per-minute } } }
        """;

    private static SippScenario Ringing => new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack();

    private static SippScenario Answering => new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200);

    [Fact]
    public async Task Without_money_the_caller_is_told_so_and_what_is_free_goes_through()
    {
        await using var running = await StartAsync();
        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(402).AckRefusal(), running.Phones.Run("100", "950640001000"));

        await using var bob = await Sipp.StartAsync(Answering, await running.Phones.RegisteredAsync("101"));
        await Sipp.RunAsync(Ringing.Pause(200).Bye(), running.Phones.Run("100", "9101"));
        await bob.SucceedAsync();
    }

    [Fact]
    public async Task What_was_talked_is_reserved_extended_and_charged_to_the_second_and_once()
    {
        await using var running = await StartAsync();
        await using var carrier = await CarrierAsync(running, Answering);
        await using var ledger = await SwitchLedger.WithAsync(running.Switch, 6 * Second);

        await Sipp.RunAsync(Ringing.Pause(3200).Bye(), running.Phones.Run("100", Satellite));

        await carrier.SucceedAsync();
        var (talked, endedBy) = Assert.Single(await ledger.RecordsAsync(1));
        var cost = CostOf(talked);
        Assert.Equal("caller", endedBy);
        // There was money for three seconds at first: the fourth was paid for as it went on.
        Assert.True(talked > TimeSpan.FromSeconds(3), $"talked for {talked}");
        Assert.Equal(6 * Second - cost, await ledger.SettledAsync());
        Assert.Equal([(cost, 6 * Second - cost)], await ledger.ChargesAsync());
        Assert.True(await ledger.ExtensionsAsync() > 0, "nothing was extended");
    }

    [Fact]
    public async Task A_conversation_whose_money_is_used_up_is_ended_by_the_switch_when_what_is_paid_for_is_over()
    {
        await using var running = await StartAsync();
        await using var carrier = await CarrierAsync(running, Answering);
        await using var ledger = await SwitchLedger.WithAsync(running.Switch, 2 * Second);

        // Nobody hangs up: a BYE comes to both.
        await Sipp.RunAsync(Ringing.ExpectRequest("BYE").Reply(200), running.Phones.Run("100", Satellite));

        await carrier.SucceedAsync();
        var (talked, endedBy) = Assert.Single(await ledger.RecordsAsync(1));
        Assert.Equal("switch", endedBy);
        Assert.InRange(talked, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(6));
        Assert.Equal(0, await ledger.SettledAsync());
        Assert.Equal([(2 * Second, 0)], await ledger.ChargesAsync());
    }

    [Fact]
    public async Task Calls_that_share_a_balance_talk_for_what_is_there_and_no_more()
    {
        const int calls = 8;
        const int letIn = 4;
        await using var running = await StartAsync();
        await using var carrier = await CarrierAsync(running, Answering, letIn);
        // For 7, 3, 1 and 1 seconds, whoever comes first; nothing is left for the others.
        await using var ledger = await SwitchLedger.WithAsync(running.Switch, 12 * Second);
        var scenario = new SippScenario().InviteWithCredentials().Provisional(100).Step("<recv response=\"402\" optional=\"true\" next=\"refused\" />")
            .Expect(180).ExpectAnswer().Ack().ExpectRequest("BYE").Reply(200, next: "over")
            .Step("<label id=\"refused\" />").AckRefusal()
            .Step("<label id=\"over\" />");

        await Sipp.RunAsync(scenario, running.Phones.Run("100", Satellite) with { Calls = calls, Rate = 100 });

        await carrier.SucceedAsync();
        var records = await ledger.RecordsAsync(calls);
        Assert.Equal(calls, records.Count);
        Assert.Equal(letIn, records.Count(record => record.Talked > TimeSpan.Zero));
        Assert.Equal(0, await ledger.SettledAsync());
        var charges = await ledger.ChargesAsync();
        Assert.Equal([Second, Second, 3 * Second, 7 * Second], charges.Select(charge => charge.Amount).Order());
        Assert.All(charges, charge => Assert.True(charge.Balance >= 0, $"the balance was {charge.Balance}"));
    }

    [Fact]
    public async Task What_a_killed_switch_had_reserved_is_not_charged_and_is_free_again_when_its_time_is_over()
    {
        await using var running = await StartAsync();
        await using var carrier = await CarrierAsync(running, Answering);
        await using (var ledger = await SwitchLedger.WithAsync(running.Switch, 60 * Second))
        {
            await using var caller = await Sipp.StartAsync(Ringing.ExpectRequest("BYE").Reply(200), running.Phones.Run("100", Satellite));
            await carrier.ReceivesAsync("ACK");
            Assert.Equal((60 * Second, 60 * Second), await ledger.ReadAsync());
            await running.Switch.KillAsync();
        }

        await running.Switch.StartAgainAsync();

        await using var after = new SwitchLedger(running.Switch);
        Assert.Equal((60 * Second, 60 * Second), await after.ReadAsync());
        Assert.InRange(Assert.Single(await after.OpenAsync()), TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(61));
        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(402).AckRefusal(), running.Phones.Run("100", Satellite));

        await after.ExpireAsync();
        await using var second = await CarrierAsync(running, Answering);
        await Sipp.RunAsync(Ringing.Pause(500).Bye(), running.Phones.Run("100", Satellite));
        await second.SucceedAsync();
        // Beside it is the record of the call that was refused.
        var cost = CostOf((await after.RecordsAsync(2)).Max(record => record.Talked));
        Assert.Equal(60 * Second - cost, await after.SettledAsync());
        Assert.Equal([(cost, 60 * Second - cost)], await after.ChargesAsync());
    }

    private static decimal CostOf(TimeSpan talked) => Second * (int)Math.Ceiling(talked.TotalSeconds);

    private static async Task<RunningSwitch> StartAsync() => new(await SwitchProcess.StartAsync(Account, samples: ["per-minute", "least-cost"]));

    /// <summary>A carrier to which satellites are sent.</summary>
    private static async Task<Sipp> CarrierAsync(RunningSwitch running, SippScenario scenario, int calls = 1)
    {
        var run = running.Phones.Run("") with { Calls = calls };
        Assert.Equal(204, await running.Switch.PutAsync("/x/sample.least-cost/routes", $"881 0.01 carrier 127.0.0.1:{run.Port}\n", "test", Key));
        return await Sipp.StartAsync(scenario, run);
    }
}
