using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>A SIP policy of a plugin, as the phone that is called sees it.</summary>
public sealed class SipPolicyFlowTests
{
    [Theory]
    [InlineData("uses: { sample.vip-mark: ^1 }", 1)]
    [InlineData("", 0)]
    public async Task A_call_of_an_account_that_uses_the_plugin_has_what_it_adds(string uses, int applied)
    {
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(uses, samples: "vip-mark"));
        var callee = await running.Phones.RegisteredAsync("101");
        await using var bob = await Sipp.StartAsync(
            new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200), callee);

        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().Pause(200).Bye(), running.Phones.Run("100", "101"));

        await bob.SucceedAsync();
        Assert.Equal(applied == 1, bob.InviteReceived.Contains("Alert-Info: <http://127.0.0.1>;info=internal", StringComparison.Ordinal));
        Assert.Equal(applied, (await running.Switch.MetricsAsync())["softswitch_sip_policies_total{outcome=\"applied\"}"]);
    }
}
