using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>Calls that a plugin has a price for, on the switch's own ledger.</summary>
public sealed class ChargingFlowTests
{
    private const string Account = """
        uses: { sample.per-minute: ^1 }
        codes: { "9{number}": { bridge: { to: "{number}", charge: sample.per-minute } } }
        """;

    [Fact]
    public async Task Without_money_the_caller_is_told_so_and_what_is_free_goes_through()
    {
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(Account, samples: "per-minute"));
        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(402).AckRefusal(), running.Phones.Run("100", "950640001000"));

        var callee = await running.Phones.RegisteredAsync("101");
        await using var bob = await Sipp.StartAsync(
            new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200), callee);
        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().Pause(200).Bye(), running.Phones.Run("100", "9101"));
        await bob.SucceedAsync();
    }
}
