using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>The name that a directory source finds for a caller, as the phone that rings sees it.</summary>
public sealed class PhonebookFlowTests
{
    private const string Domain = "shop.localhost";
    private const string Key = "a-key-of-the-tests";

    [Fact]
    public async Task A_caller_in_the_phonebook_rings_with_a_name_and_one_who_is_not_without()
    {
        var phone = LoopbackPorts.Take();
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(prepare: process => File.WriteAllText(Path.Combine(process.DialplanFolder, "shop.yaml"), Account(phone)), samples: "phonebook"));

        var invite = await CallAsync(running, phone, "150");
        Assert.Contains("From: <sip:150@", invite, StringComparison.Ordinal);
        Assert.DoesNotContain("P-Asserted-Identity", invite, StringComparison.Ordinal);

        Assert.Equal(204, await running.Switch.PutAsync("/x/sample.phonebook/people/151", "Zoë \"Z\" Solano", "shop", Key));
        invite = await CallAsync(running, phone, "151");
        Assert.Contains("From: \"Zoë \\\"Z\\\" Solano\" <sip:151@", invite, StringComparison.Ordinal);
        Assert.Contains("P-Asserted-Identity: \"Zoë \\\"Z\\\" Solano\" <sip:151@", invite, StringComparison.Ordinal);
        var metrics = await running.Switch.MetricsAsync();
        Assert.Equal((1, 1, 0), (metrics[Questions("found")], metrics[Questions("nobody")], metrics[Questions("failed")]));
    }

    private static string Questions(string outcome) => $"softswitch_directory_questions_total{{outcome=\"{outcome}\"}}";

    private static string Account(int phone) => $$"""
        dialplan: 1
        account: shop
        domains: [{{Domain}}]
        uses: { sample.phonebook: ^1 }
        api-keys: { tests: { secret: {{Key}} } }
        extensions:
          "150": { secret: secret-150, allow-from: [127.0.0.0/8] }
          "151": { secret: secret-151, allow-from: [127.0.0.0/8] }
        codes: { "*1": { bridge: { to: "sip:desk@127.0.0.1:{{phone}}", names: sample.phonebook } } }
        """;

    private static async Task<string> CallAsync(RunningSwitch running, int phone, string caller)
    {
        var run = new SippRun { SwitchPort = running.Switch.SipPort, Domain = Domain, User = caller, Callee = "*1" };
        await using var desk = await Sipp.StartAsync(
            new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200), running.Phones.Run("") with { Port = phone });
        await Sipp.RunAsync(new SippScenario().Invite().Provisional(100).Expect(180).ExpectAnswer().Ack().Pause(200).Bye(), run);
        await desk.SucceedAsync();
        return desk.InviteReceived;
    }
}
