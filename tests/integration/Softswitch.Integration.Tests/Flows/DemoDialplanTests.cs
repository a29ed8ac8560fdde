using System.Text.Json;
using Softswitch.Dialplan.Traces;
using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>The accounts that the switch comes with: a call by SIPp goes through the plan as the same call that is simulated, step by step, with the same outcomes for the same reasons.</summary>
public sealed class DemoDialplanTests(DemoSwitch demo) : IClassFixture<DemoSwitch>
{
    private static readonly TimeSpan RecordWithin = TimeSpan.FromSeconds(10);

    /// <summary>Account, caller, what is dialled, what the caller presses, what those do who are rung, the last status.</summary>
    public static TheoryData<string, string, string, string, string[], int> Calls => new()
    {
        { "demo", "101", "+50640001000", "", ["ext:100=answers"], 200 },
        { "demo", "101", "+50640001000", "", ["ext:100=busy", "ext:101=unregistered", "ext:102=answers"], 200 },
        { "demo", "101", "+50640001000", "", ["ext:100={ rejects: 603 }", "ext:101=unregistered", "ext:102=busy"], 486 },
        { "demo", "101", "+50640001000", "", ["ext:100=unregistered", "ext:101=unregistered", "ext:102=unregistered"], 480 },
        { "demo", "101", "100", "", ["ext:100=busy"], 486 },
        { "demo", "101", "102", "", ["ext:102=answers"], 200 },
        { "demo", "101", "999", "", [], 404 },
        { "demo", "101", "200", "100", ["ext:100=busy"], 200 },
        { "demo", "101", "200", "102", ["ext:102=answers"], 200 },
        { "acme", "200", "+50640002000", "", ["ext:101=answers"], 200 },
        { "acme", "200", "+50640002000", "", ["ext:101=busy", "ext:100=answers"], 200 },
        { "acme", "200", "+50640002000", "", ["ext:100=unregistered", "ext:101=unregistered", "ext:200=unregistered"], 480 },
        { "acme", "100", "+50640002001", "", ["ext:200=answers"], 200 },
        { "acme", "100", "+50640002001", "", ["ext:200=busy"], 486 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_by_SIPp_has_the_trace_of_the_simulated_one(string account, string caller, string dialled, string presses, string[] callees, int status)
    {
        var live = await CallAsync(account, caller, dialled, presses, callees, status);
        var simulated = await SimulateAsync(account, caller, dialled, presses, callees);

        Assert.True(TraceDifference.First(live, simulated) is not { } difference, $"{TraceDifference.First(live, simulated)}\nlive:\n{TraceText.Of(live)}simulated:\n{TraceText.Of(simulated)}");
    }

    private async Task<string> CallAsync(string account, string caller, string dialled, string presses, string[] callees, int status)
    {
        var phones = new List<Sipp>();
        try
        {
            foreach (var callee in callees)
            {
                var (who, does) = (callee[..callee.IndexOf('=', StringComparison.Ordinal)].Split(':')[^1], callee[(callee.IndexOf('=', StringComparison.Ordinal) + 1)..]);
                if (does != "unregistered") phones.Add(await demo.AnswerAsync(account, who, does, calls: does == "busy" && callees.Contains("ext:100=answers") ? 2 : 1));
            }

            await using var sipp = await Sipp.StartAsync(Caller(DemoSwitch.IsTrusted(account, caller), status, presses), demo.Run(account, caller) with { Callee = dialled, AuthorizedUri = $"{dialled}@{DemoSwitch.DomainOf(account)}", ReceiveWithin = TimeSpan.FromSeconds(30) });
            await sipp.SucceedAsync();
            foreach (var phone in phones) await phone.SucceedAsync();
            var call = Uri.EscapeDataString(sipp.CallId);
            return await Eventually.GetAsync(
                () => demo.Switch.GetAsync($"/calls/{call}/trace?account={account}").GetAwaiter().GetResult(),
                // The call is over for its caller a little before its record is in the database.
                answer => answer.Status == 200 && !answer.Body.Contains("\"then\":\"\"", StringComparison.Ordinal) && !answer.Body.Contains("\"then\": \"\"", StringComparison.Ordinal),
                answer => $"{answer.Status} {answer.Body}",
                RecordWithin) is var (_, body) ? body : "";
        }
        finally
        {
            foreach (var phone in phones) await phone.DisposeAsync();
            await demo.ForgetAsync(account);
        }
    }

    private static SippScenario Caller(bool isTrusted, int status, string presses)
    {
        var scenario = isTrusted ? new SippScenario().Invite() : new SippScenario().InviteWithCredentials();
        scenario.Provisional(100).Provisional(180);
        if (status != 200) return scenario.Expect(status).AckRefusal();
        scenario.ExpectAnswer().Ack();
        if (presses.Length > 0) scenario.Pause(500);
        foreach (var key in presses) scenario.Press(key);
        return scenario.ExpectRequest("BYE").Reply(200);
    }

    private async Task<string> SimulateAsync(string account, string caller, string dialled, string presses, string[] callees)
    {
        string[] arguments =
        [
            "simulate", account, dialled, "--from", "ext:" + caller, "--json", "--config", demo.Switch.Configuration,
            .. presses.Length > 0 ? new[] { "--presses", presses } : [], .. callees.SelectMany(callee => new[] { "--callee", callee }),
        ];
        await using var process = SwitchProcess.Launch(arguments);
        Assert.True(await process.WaitForExitAsync(TimeSpan.FromSeconds(60)) == 0, process.Output);
        using var json = JsonDocument.Parse(process.Output);
        return json.RootElement.GetProperty("trace").GetRawText();
    }
}
