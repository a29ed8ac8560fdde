using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>A live call whose inputs are kept is run again by the switch, on the version of the plan that it ran on.</summary>
public sealed class ReplayTests
{
    private const string Plan = """
        record-inputs: true
        variables: { pressed: number }
        numbers: { "200": menu }
        flows:
          menu:
            - collect: { into: pressed, min-digits: 3, max-digits: 3, timeout: 8s }
              then: { collected: dial, timeout: bye, too-few: bye }
          dial:
            - bridge: { to: "{pressed}" }
              then: { answered: bye, default: second }
          second:
            - bridge: { to: "ext:102" }
              then: { default: bye }
          bye: [ hang-up: {} ]
        """;

    [Fact]
    public async Task A_call_is_replayed_to_the_same_trace_also_when_its_plan_is_another_one_by_now()
    {
        await using var process = await SwitchProcess.StartAsync(Plan);
        var phones = new SwitchFixture(process);
        var busy = new SippScenario().ExpectRequest("INVITE").Reply(486, repeats: true).ExpectRequest("ACK");
        var answers = new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").Pause(300).Bye();
        await using var first = await Sipp.StartAsync(busy, await phones.RegisteredAsync("101"));
        await using var second = await Sipp.StartAsync(answers, await phones.RegisteredAsync("102"));
        var scenario = new SippScenario().InviteWithCredentials().Provisional(100).ExpectAnswer().Ack().Pause(300).Press('1').Press('0').Press('1').ExpectRequest("BYE").Reply(200);
        await using var caller = await Sipp.StartAsync(scenario, phones.Run("100", "200"));
        await caller.SucceedAsync();

        var (code, text) = await ReplayAsync(process, caller.CallId);
        Assert.True(code == 0, text);
        Assert.StartsWith("The replay goes the same way:", text, StringComparison.Ordinal);
        Assert.Contains("= collected → dial", text, StringComparison.Ordinal);
        Assert.Contains("= busy → second", text, StringComparison.Ordinal);
        Assert.Contains("ext:102 answered", text, StringComparison.Ordinal);

        Assert.DoesNotContain("Not as it was then", text, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(process.DialplanFolder, "_platform"));
        await File.WriteAllTextAsync(Path.Combine(process.DialplanFolder, "_platform/a.yaml"), "dialplan: 1\nlayer: platform\n");
        var (status, body) = await process.ReloadAsync(TestAccount.Yaml("numbers: { \"200\": bye }\nflows: { bye: [ reject: { status: 486 } ] }"));
        Assert.True(status == 200, body);
        (code, text) = await ReplayAsync(process, caller.CallId);
        Assert.True(code == 0, text);
        Assert.StartsWith("The replay goes the same way:\nNot as it was then: the layers are version 1 and were none\n", text, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text)> ReplayAsync(SwitchProcess process, string call) => await Eventually.GetAsync(
        () =>
        {
            using var replay = new Disposer(SwitchProcess.Launch("replay", call, "--config", process.Configuration));
            return (replay.Process.WaitForExitAsync(TimeSpan.FromSeconds(60)).GetAwaiter().GetResult(), replay.Process.Output);
        },
        // The record is on its way for a moment.
        answer => answer.Item1 != 1,
        answer => answer.Output,
        TimeSpan.FromSeconds(30));

    private sealed class Disposer(ChildProcess process) : IDisposable
    {
        public ChildProcess Process => process;

        public void Dispose() => process.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
