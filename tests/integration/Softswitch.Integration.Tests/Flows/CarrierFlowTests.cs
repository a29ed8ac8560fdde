using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>Calls to numbers outside, by way of the carriers that a plugin selects; SIPp is caller and carriers.</summary>
public sealed class CarrierFlowTests
{
    private const string Key = "a-key-of-the-tests";

    private const string Account = $$"""
        uses: { sample.least-cost: ^1 }
        api-keys: { tests: { secret: {{Key}} } }
        codes: { "9{number}": { bridge: { to: "{number}", carriers: sample.least-cost } } }
        """;

    private static SippScenario Answering => new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200);

    [Fact]
    public async Task When_the_first_carrier_is_out_of_order_the_second_has_the_call()
    {
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(Account, samples: "least-cost"));
        var (cheap, dear) = (LoopbackPorts.Take(), LoopbackPorts.Take());
        await RouteAsync(running.Switch, $"506 0.01 cheap 127.0.0.1:{cheap}\n506 0.02 dear 127.0.0.1:{dear}\n");
        await using var first = await Sipp.StartAsync(new SippScenario().ExpectRequest("INVITE").Reply(503, repeats: true).ExpectRequest("ACK"), running.Phones.Run("") with { Port = cheap });
        await using var second = await Sipp.StartAsync(Answering, running.Phones.Run("") with { Port = dear });

        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().Pause(200).Bye(), running.Phones.Run("100", "950640001000"));

        await first.SucceedAsync();
        await second.SucceedAsync();
        Assert.StartsWith($"INVITE sip:50640001000@127.0.0.1:{dear} SIP/2.0", second.InviteReceived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_nothing_listens_at_the_first_carrier_the_second_has_the_call()
    {
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(Account, samples: "least-cost"));
        var (closed, open) = (LoopbackPorts.Take(), LoopbackPorts.Take());
        await RouteAsync(running.Switch, $"506 0.01 closed 127.0.0.1:{closed}\n506 0.02 open 127.0.0.1:{open}\n");
        await using var carrier = await Sipp.StartAsync(Answering, running.Phones.Run("") with { Port = open });

        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().Pause(200).Bye(), running.Phones.Run("100", "950640001000"));

        await carrier.SucceedAsync();
    }

    [Fact]
    public async Task When_the_callee_is_busy_no_other_carrier_is_tried()
    {
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(Account, samples: "least-cost"));
        var (first, second) = (LoopbackPorts.Take(), LoopbackPorts.Take());
        await RouteAsync(running.Switch, $"506 0.01 first 127.0.0.1:{first}\n506 0.02 second 127.0.0.1:{second}\n");
        await using var busy = await Sipp.StartAsync(new SippScenario().ExpectRequest("INVITE").Reply(486, repeats: true).ExpectRequest("ACK"), running.Phones.Run("") with { Port = first });

        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(486).AckRefusal(), running.Phones.Run("100", "950640001000"));

        await busy.SucceedAsync();
    }

    private static async Task RouteAsync(SwitchProcess process, string table) => Assert.Equal(204, await process.PutAsync("/x/sample.least-cost/routes", table, "test", Key));
}
