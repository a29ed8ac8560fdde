using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;
using Xunit.Abstractions;

namespace Softswitch.Integration.Tests.Endurance;

/// <summary>What a call costs while it is up, measured with many of them.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Concurrent = 5000;
    private const int CallsASecond = 250;

    [Theory]
    [InlineData("direct", 12)]
    [InlineData("relay", 40)]
    public async Task A_call_holds_no_more_than_its_kilobytes(string media, int kilobytes)
    {
        var concurrent = media == "relay" ? Math.Min(Concurrent, RelayedCallsAllowed()) : Concurrent;
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync($"media: {media}\nmedia-timeout: 0s", SwitchProcess.ManyMediaPorts));
        var run = running.Phones.Run(TestAccount.Trusted, "101") with { Calls = concurrent, Rate = CallsASecond, Within = TimeSpan.FromSeconds(180), PassesOverUnexpected = true };
        var callee = await running.Phones.RegisteredAsync("101") with { Calls = concurrent, Rate = CallsASecond, Within = run.Within, ReceiveWithin = run.Within, PassesOverUnexpected = true };
        // The first calls pay for what all of them share.
        await HoldAsync(running, run with { Calls = 500 }, callee with { Calls = 500 }, seconds: 1);
        var idle = running.Switch.ResidentBytes();

        var busy = await HoldAsync(running, run, callee with { Port = callee.Port }, seconds: 25);

        var perCall = (busy - idle) / (double)concurrent / 1024;
        output.WriteLine($"media {media}: {idle / 1048576} MB idle, {perCall:0.0} KB per call at {concurrent} calls");
        Assert.True(perCall <= kilobytes, $"{perCall:0.0} KB per call, goal {kilobytes}");
    }

    [Fact]
    public async Task An_idle_switch_is_small()
    {
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync());
        await running.Switch.StopAsync();
        var untilReady = await running.Switch.StartAgainAsync();

        var megabytes = running.Switch.ResidentBytes() / 1048576;

        output.WriteLine($"ready after {untilReady.TotalSeconds:0.00} s, {megabytes} MB");
        Assert.True(megabytes <= 120, $"{megabytes} MB idle");
    }

    /// <summary>Brings calls up, and tells what the switch holds while all of them are.</summary>
    private static async Task<long> HoldAsync(RunningSwitch running, SippRun calling, SippRun called, int seconds)
    {
        var caller = new SippScenario().Invite().Provisional(100).Provisional(180).ExpectAnswer().Ack().Pause(seconds * 1000).Bye();
        var callee = new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(20).Reply(200, SippScenario.Session(), repeats: true)
            .ExpectRequest("ACK").ExpectRequest("BYE").Reply(200);
        await using var answering = await Sipp.StartAsync(callee, called);
        await using var dialling = await Sipp.StartAsync(caller, calling with { Port = LoopbackPorts.Take() });
        var metrics = await running.Switch.MetricsAsync();
        var most = 0L;
        for (var patience = 0; metrics["softswitch_calls_active"] < calling.Calls && patience < 600 && dialling.IsRunning; patience++)
        {
            await Task.Delay(200);
            metrics = await running.Switch.MetricsAsync();
            most = running.Switch.ResidentBytes();
        }

        await dialling.SucceedAsync();
        await answering.SucceedAsync();
        return most;
    }

    /// <summary>A relayed call has four sockets; a process may have no more than the limit of open files that this one was given.</summary>
    private static int RelayedCallsAllowed()
    {
        const int Others = 1000;
        var hard = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return hard == "unlimited" ? int.MaxValue : (int.Parse(hard, System.Globalization.CultureInfo.InvariantCulture) - Others) / 4;
    }
}
