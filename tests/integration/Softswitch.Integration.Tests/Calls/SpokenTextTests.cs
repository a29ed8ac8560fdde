using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Calls;

/// <summary>A plugin speaks through espeak-ng: a caller hears a voice for about as long as the sentence takes.</summary>
public sealed class SpokenTextTests
{
    private const string Plan = """
        uses: { sample.espeak: ^1 }
        numbers: { "200": hello }
        flows:
          hello:
            - play: { say: "Hello. You are calling from extension {caller.number}, and this is a sentence that takes a while.", voice: sample.espeak }
        """;

    [Fact]
    public async Task A_caller_hears_what_the_plan_says_and_it_is_spoken_once()
    {
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(Plan, samples: "espeak"));
        var seconds = await ListenAsync(running);
        // espeak-ng takes about six seconds for it.
        Assert.InRange(seconds, 3, 12);

        Assert.InRange(await ListenAsync(running), 3, 12);
        Assert.Single(Directory.GetFiles(Path.Combine(running.Switch.DataFolder, "speech", "test", "said")));
    }

    /// <summary>Calls, and hears to the end; how many seconds of it were no silence.</summary>
    private static async Task<double> ListenAsync(RunningSwitch running)
    {
        await using var voice = new RtpVoice(440);
        var scenario = new SippScenario().InviteWithCredentials(voice.Session()).Provisional(100).Expect(183, "m=audio [1-9]").Expect(480).AckRefusal();
        await Sipp.RunAsync(scenario, running.Phones.Run("100", "200"));
        return voice.SecondsOfSound;
    }
}
