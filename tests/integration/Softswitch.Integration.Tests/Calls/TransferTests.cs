using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Calls;

/// <summary>A phone passes its call on (RFC 5589).</summary>
public sealed class TransferTests(SwitchFixture fixture) : IClassFixture<SwitchFixture>
{
    [Fact]
    public async Task The_caller_transfers_blind_and_the_other_two_talk()
    {
        await using var transferor = await fixture.BaresipAsync("100", 440);
        await using var transferee = await fixture.BaresipAsync("101", 1000);
        await using var target = await fixture.BaresipAsync("102", 1500);
        await transferor.DialAsync(SwitchFixture.Address("101"));
        await transferor.WaitForAsync("CALL_ESTABLISHED");
        await transferee.HearsAsync(440);

        await transferor.TransferAsync(SwitchFixture.Address("102"));

        await transferee.HearsAsync(1500);
        await target.HearsAsync(1000);
        await transferor.WaitForAsync("CALL_CLOSED");
        await target.HangUpAsync();
        await transferee.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task The_callee_transfers_blind_and_the_other_two_talk()
    {
        await using var transferee = await fixture.BaresipAsync("103", 440);
        await using var transferor = await fixture.BaresipAsync("104", 1000);
        await using var target = await fixture.BaresipAsync("105", 1500);
        await transferee.DialAsync(SwitchFixture.Address("104"));
        await transferee.WaitForAsync("CALL_ESTABLISHED");
        await transferor.HearsAsync(440);

        await transferor.TransferAsync(SwitchFixture.Address("105"));

        await transferee.HearsAsync(1500);
        await target.HearsAsync(440);
        await transferor.WaitForAsync("CALL_CLOSED");
        await transferee.HangUpAsync();
        await target.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task A_linphone_transfers_after_consultation()
    {
        await using var voice = new RtpVoice(1000);
        var held = new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, voice.Session(), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE", "a=sendonly").Reply(200, voice.Session(2, "recvonly"), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE").Reply(200, voice.Session(3), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("BYE").Reply(200);
        await using var transferee = await Sipp.StartAsync(held, await fixture.RegisteredAsync("107"));
        await using var transferor = await fixture.LinphoneAsync("106", 440);
        await using var target = await fixture.BaresipAsync("108", 1500);
        var call = await transferor.CallAsync(fixture.AddressAtPort("107"));
        await transferor.WaitUntilTalkingAsync(call);
        await transferor.PlayAsync(call);
        await voice.HearsAsync(440);
        await transferor.PauseAsync(call);
        await transferor.WaitForStateAsync(call, "LinphoneCallPaused");
        var consultation = await transferor.CallAsync(fixture.AddressAtPort("108"));
        await transferor.WaitUntilTalkingAsync(consultation);

        await transferor.TransferAsync(call, consultation);

        await voice.HearsAsync(1500);
        await target.HearsAsync(1000);
        await transferor.WaitForCallsToEndAsync();
        await target.HangUpAsync();
        await transferee.SucceedAsync();
    }

    [Fact]
    public async Task After_a_transfer_to_nobody_the_two_still_hear_each_other()
    {
        await using var voice = new RtpVoice(440);
        var alice = new SippScenario().InviteWithCredentials(voice.Session()).Provisional(100).Provisional(180).ExpectAnswer().Ack().Pause(1000)
            .ReferInVain("119", 480).Pause(4000).Bye();
        await using var transferee = await fixture.BaresipAsync("112", 1000);
        await using var transferor = await Sipp.StartAsync(alice, fixture.Run("111", "112"));
        await transferee.WaitForAsync("CALL_ESTABLISHED");
        await voice.HearsAsync(1000);

        await transferor.ReceivesAsync("NOTIFY", 2);

        await voice.HearsAsync(1000);
        await transferee.HearsAsync(440);
        await transferor.SucceedAsync();
        await transferee.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task A_transfer_to_nobody_is_told_to_have_failed()
    {
        await using var transferor = await fixture.BaresipAsync("109", 440);
        await using var transferee = await fixture.BaresipAsync("110", 1000);
        await transferor.DialAsync(SwitchFixture.Address("110"));
        await transferor.WaitForAsync("CALL_ESTABLISHED");
        await transferee.HearsAsync(440);

        await transferor.TransferAsync(SwitchFixture.Address("119"));
        await transferor.WaitForAsync("TRANSFER_FAILED");
        // That the two talk on is the transferor's to want: this one hangs up by itself.
        await transferee.WaitForAsync("CALL_CLOSED");
    }
}
