using System.Globalization;
using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;
using Xunit.Abstractions;

namespace Softswitch.Integration.Tests.Upgrade;

/// <summary>
/// A plugin is exchanged and the dialplan published again and again while calls are made: no call fails, each runs on one version of both from its beginning to its end, and what was replaced leaves the memory.
/// </summary>
public sealed class UpgradeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int CallsASecond = 50;
    private const string Busy = "101";
    private const string Answering = "102";

    /// <summary>How long the first phone lets a call wait before it is busy: what is exchanged meanwhile must not reach the call.</summary>
    private const int WaitsMilliseconds = 2000;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SOFTSWITCH_TEST_UPGRADE") == "full";
    private static readonly TimeSpan Traffic = TimeSpan.FromSeconds(IsFull ? 60 : 15);
    private static readonly int Swaps = IsFull ? 20 : 5;

    /// <summary>The switch collects by itself when there has been no call for 40 s, and a few times more where something goes in steps.</summary>
    private static readonly TimeSpan CollectsWithin = TimeSpan.FromSeconds(100);

    private RunningSwitch _running = null!;
    private UpgradedAccount _account = null!;

    public async Task InitializeAsync()
    {
        _running = new RunningSwitch(await SwitchProcess.StartAsync("media: direct", SwitchProcess.ManyMediaPorts));
        _account = new UpgradedAccount(_running.Switch);
    }

    public async Task DisposeAsync()
    {
        await _running.DisposeAsync();
        _account.Dispose();
    }

    [Fact]
    public async Task Calls_go_on_while_a_plugin_is_exchanged_and_the_dialplan_published_each_on_one_version_and_what_was_replaced_is_collected()
    {
        for (var version = 0; version <= Swaps; version++) await _account.InstallAsync(version);
        await _account.ApplyAsync(0);
        await _account.PublishAsync(0);
        var total = CallsASecond * (int)Traffic.TotalSeconds;
        var overlapping = 0.0;

        await using var busy = await Sipp.StartAsync(
            new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(WaitsMilliseconds).Reply(486, repeats: true).ExpectRequest("ACK"), await CalleeAsync(Busy, total));
        await using var answering = await Sipp.StartAsync(
            new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(20).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200), await CalleeAsync(Answering, total));
        await using var calling = await Sipp.StartAsync(
            new SippScenario().Invite().Provisional(100).Provisional(180).Provisional(180).ExpectAnswer().Ack().Pause(300).Bye(), Bounded(_running.Phones.Run(TestAccount.Trusted, UpgradedAccount.Number), total));
        var begun = DateTime.UtcNow;
        for (var swap = 1; swap <= Swaps; swap++)
        {
            var due = begun + (Traffic * swap / (Swaps + 1));
            if (due > DateTime.UtcNow) await Task.Delay(due - DateTime.UtcNow);
            await _account.ApplyAsync(swap);
            overlapping += await _account.CallsOnOldVersionsAsync();
            await _account.PublishAsync(swap);
        }

        Assert.True(calling.IsRunning, "the calls were over before everything was exchanged");
        await calling.SucceedAsync();
        await busy.SucceedAsync();
        await answering.SucceedAsync();

        var calls = await _account.CallsAsync(total);
        Assert.All(calls, call => Assert.Equal("", call.Problem));
        // A machine with much else to do may exchange twice between two calls.
        Assert.InRange(calls.Select(call => call.Plugin).Distinct().Count(), Swaps / 2, Swaps + 1);
        Assert.InRange(calls.Select(call => call.Plan).Distinct().Count(), Swaps / 2, Swaps + 1);
        Assert.True(overlapping > 0, "no call was up while its version was replaced");
        var left = await CollectedAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls.Count} calls, {Swaps} exchanges of the plugin, {Swaps} of the dialplan; {overlapping} times a call was on a version that had been replaced; {left}"));
    }

    /// <summary>Waits until one generation is in memory; says after how long and how many collections.</summary>
    private async Task<string> CollectedAsync()
    {
        var begun = DateTime.UtcNow;
        while (true)
        {
            var metrics = await _running.Switch.MetricsAsync();
            var alive = metrics[$"softswitch_plugin_generations_alive{{plugin=\"{UpgradedAccount.Plugin}\"}}"];
            var waited = DateTime.UtcNow - begun;
            if (alive <= 1) return string.Create(CultureInfo.InvariantCulture, $"one generation in memory {waited.TotalSeconds:0} s later, after {metrics["dotnet_gc_collections_total{generation=\"2\"}"]} collections of the oldest objects");
            Assert.True(waited < CollectsWithin, $"{alive} generations are in memory:\n{(await _running.Switch.GetAsync("/plugins/" + UpgradedAccount.Plugin)).Body}");
            await Task.Delay(500);
        }
    }

    private async Task<SippRun> CalleeAsync(string extension, int calls) => Bounded(await _running.Phones.RegisteredAsync(extension), calls);

    private static SippRun Bounded(SippRun run, int calls) =>
        run with { Calls = calls, Rate = CallsASecond, Within = (Traffic * 2) + TimeSpan.FromSeconds(60), ReceiveWithin = TimeSpan.FromSeconds(30), PassesOverUnexpected = true };
}
