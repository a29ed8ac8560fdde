using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Calls;

/// <summary>A phone takes a call that rings at another (RFC 3891).</summary>
public sealed class PickupTests
{
    [Theory]
    [InlineData("")]
    [InlineData("media: direct")]
    public async Task A_call_that_rings_elsewhere_is_taken_and_the_two_hear_each_other(string settings)
    {
        await using var fixture = new RunningSwitch(await SwitchProcess.StartAsync(settings));
        await using var voice = new RtpVoice(1000);
        var rings = new SippScenario().ExpectRequest("INVITE").Reply(180).ExpectRequest("CANCEL", "cause=200;text=.Call completed elsewhere")
            .ReplyToCancelled().ExpectRequest("ACK");
        await using var ringing = await Sipp.StartAsync(rings, await fixture.Phones.RegisteredAsync("101"));
        await using var caller = await fixture.Phones.BaresipAsync("100", 440);
        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_RINGING");

        var takes = new SippScenario().InviteWithCredentials(voice.Session(), headers: $"Replaces: {ringing.Dialog}\n").Provisional(100)
            .ExpectAnswer().Ack().ExpectRequest("BYE").Reply(200);
        await using var taker = await Sipp.StartAsync(takes, fixture.Phones.Run("102", "101"));

        await caller.WaitForAsync("CALL_ESTABLISHED");
        await ringing.SucceedAsync();
        await voice.HearsAsync(440);
        await caller.HearsAsync(1000);
        await caller.HangUpAsync();
        await taker.SucceedAsync();
    }
}
