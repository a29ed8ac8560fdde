using Softswitch.Integration.Tests.Audio;
using Softswitch.Integration.Tests.Endurance;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>The peers against each other, without a switch: what fails here is the harness's fault.</summary>
public sealed class PeerTests
{
    [Fact]
    public void A_tone_is_told_from_another_and_from_silence()
    {
        using var folder = new TemporaryFolder();
        ToneFile.Write(folder.File("tone.wav"), 440, seconds: 1);
        var samples = ToneFile.Read(folder.File("tone.wav"));

        Assert.InRange(Tone.Share(samples, 440), 0.99, 1.01);
        Assert.InRange(Tone.Share(samples, 1000), 0, 0.01);
        Assert.Equal(0, Tone.Share(new short[8000], 440));
        Assert.True(Tone.IsSilence(new short[8000]));
    }

    [Fact]
    public async Task Two_baresips_hear_each_others_tone()
    {
        await using var caller = await Baresip.StartAsync(new BaresipOptions("100", "127.0.0.1", 440));
        await using var callee = await Baresip.StartAsync(new BaresipOptions("200", "127.0.0.1", 1000));

        await caller.DialAsync($"sip:200@127.0.0.1:{callee.SipPort}");
        await caller.WaitForAsync("CALL_ESTABLISHED");

        await caller.HearsAsync(1000);
        await callee.HearsAsync(440);
        await caller.HangUpAsync();
        await callee.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task A_linphone_and_a_baresip_talk()
    {
        await using var caller = await Linphone.StartAsync(new LinphoneOptions("100", "127.0.0.1", 440));
        await using var callee = await Baresip.StartAsync(new BaresipOptions("200", "127.0.0.1", 1000));

        var call = await caller.CallAsync($"sip:200@127.0.0.1:{callee.SipPort}");
        await caller.WaitUntilTalkingAsync(call);
        await caller.PlayAsync(call);

        await callee.HearsAsync(440);
        await caller.HangUpAsync(call);
        await callee.WaitForAsync("CALL_CLOSED");
    }

    [Theory]
    [InlineData("hung up by the caller")]
    [InlineData("hung up by the callee")]
    [InlineData("busy")]
    [InlineData("cancelled")]
    public async Task Both_sides_of_a_scenario_agree(string name)
    {
        var ending = CallEnding.All.Single(e => e.Name == name);
        var called = new SippRun { SwitchPort = LoopbackPorts.Take(), Calls = 3 };
        await using var answering = await Sipp.StartAsync(ending.CalleeSide, called);

        await Sipp.RunAsync(ending.CallerSide, new SippRun { SwitchPort = called.Port, Calls = 3, User = "100", Callee = "101" });

        await answering.SucceedAsync();
    }
}
