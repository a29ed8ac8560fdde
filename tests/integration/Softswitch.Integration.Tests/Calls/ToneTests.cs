using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Calls;

/// <summary>Two phones talk through the switch: a tone sent is the tone received, both ways.</summary>
public sealed class ToneTests(SwitchFixture fixture) : IClassFixture<SwitchFixture>
{
    [Theory]
    [InlineData("udp", "udp")]
    [InlineData("tcp", "tcp")]
    [InlineData("tls", "tls")]
    [InlineData("tls", "udp")]
    public async Task Two_baresips_hear_each_other(string callersTransport, string calleesTransport)
    {
        await using var caller = await fixture.BaresipAsync("100", 440, callersTransport);
        await using var callee = await fixture.BaresipAsync("101", 1000, calleesTransport);

        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_ESTABLISHED");

        await caller.HearsAsync(1000);
        await callee.HearsAsync(440);
        await callee.HangUpAsync();
        await caller.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task A_linphone_and_a_baresip_talk_either_way_round()
    {
        await using var linphone = await fixture.LinphoneAsync("102", 440);
        await using var baresip = await fixture.BaresipAsync("103", 1000);

        var call = await linphone.CallAsync(fixture.AddressAtPort("103"));
        await linphone.WaitUntilTalkingAsync(call);
        await linphone.PlayAsync(call);
        await baresip.HearsAsync(440);
        await linphone.HangUpAsync(call);
        await baresip.WaitForAsync("CALL_CLOSED");

        await baresip.DialAsync(SwitchFixture.Address("102"));
        await baresip.WaitForAsync("CALL_ESTABLISHED");
        await linphone.WaitUntilTalkingAsync(2);
        await linphone.PlayAsync(2);
        await baresip.HearsAsync(440);
        await baresip.HangUpAsync();
        await linphone.WaitForCallsToEndAsync();
    }
}
