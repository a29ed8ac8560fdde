using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Calls;

/// <summary>A phone puts the other on hold, and takes it back.</summary>
public sealed class HoldTests(SwitchFixture fixture) : IClassFixture<SwitchFixture>
{
    /// <summary>Milliseconds that a SIPp leaves to look at each stage of its call.</summary>
    private const int StageTime = 4000;

    [Fact]
    public async Task Nothing_is_heard_on_hold_and_the_tone_comes_back_when_it_ends()
    {
        await using var voice = new RtpVoice(1000);
        var bob = new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, voice.Session(), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE", "a=sendonly").Reply(200, voice.Session(2, "recvonly"), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE", "a=sendrecv").Reply(200, voice.Session(3), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("BYE").Reply(200);
        await using var callee = await Sipp.StartAsync(bob, await fixture.RegisteredAsync("101"));
        await using var caller = await fixture.BaresipAsync("100", 440);
        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await voice.HearsAsync(440);
        await caller.HearsAsync(1000);

        await caller.HoldAsync();
        await voice.HearsNothingAsync();
        await caller.HearsNothingAsync();

        await caller.ResumeAsync();
        await voice.HearsAsync(440);
        await caller.HangUpAsync();
        await callee.SucceedAsync();
    }

    [Fact]
    public async Task After_a_hold_either_party_hears_the_other_again()
    {
        await using var alicesVoice = new RtpVoice(440);
        await using var bobsVoice = new RtpVoice(1000);
        var bob = new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, bobsVoice.Session(), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE", "a=sendonly").Reply(200, bobsVoice.Session(2, "recvonly"), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE", "a=sendrecv").Reply(200, bobsVoice.Session(3), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("BYE").Reply(200);
        var alice = new SippScenario().InviteWithCredentials(alicesVoice.Session()).Provisional(100).Provisional(180).ExpectAnswer().Ack().Pause(StageTime)
            .Invite(alicesVoice.Session(2, "sendonly")).Provisional(100).ExpectAnswer("a=recvonly").Ack().Pause(StageTime)
            .Invite(alicesVoice.Session(3)).Provisional(100).ExpectAnswer("a=sendrecv").Ack().Pause(StageTime)
            .Bye();
        await using var callee = await Sipp.StartAsync(bob, await fixture.RegisteredAsync("105"));
        await using var caller = await Sipp.StartAsync(alice, fixture.Run("104", "105"));
        await callee.ReceivesAsync("ACK");
        alicesVoice.SpeakTo(caller.MediaPort);
        bobsVoice.SpeakTo(callee.MediaPort);
        await alicesVoice.HearsAsync(1000);
        await bobsVoice.HearsAsync(440);

        await callee.ReceivesAsync("ACK", 2);
        await alicesVoice.HearsNothingAsync();

        await callee.ReceivesAsync("ACK", 3);
        await alicesVoice.HearsAsync(1000);
        await bobsVoice.HearsAsync(440);
        await caller.SucceedAsync();
        await callee.SucceedAsync();
    }

    [Fact]
    public async Task A_linphone_holds_the_call_it_was_called_with()
    {
        await using var voice = new RtpVoice(1000);
        var alice = new SippScenario().InviteWithCredentials(voice.Session()).Provisional(100).Provisional(180).ExpectAnswer().Ack()
            .ExpectRequest("INVITE", "a=sendonly").Reply(200, voice.Session(2, "recvonly"), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE").Reply(200, voice.Session(3), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("BYE").Reply(200);
        await using var linphone = await fixture.LinphoneAsync("103", 440);
        await using var caller = await Sipp.StartAsync(alice, fixture.Run("102", "103"));
        await linphone.WaitUntilTalkingAsync(1);
        await linphone.PlayAsync(1);
        await voice.HearsAsync(440);

        await linphone.PauseAsync(1);
        await voice.HearsNothingAsync();

        await linphone.ResumeAsync(1);
        await linphone.WaitUntilTalkingAsync(1);
        await linphone.PlayAsync(1);
        await voice.HearsAsync(440);
        await linphone.HangUpAsync(1);
        await caller.SucceedAsync();
    }
}
