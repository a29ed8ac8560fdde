using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Operation;

/// <summary>A switch whose media ports are all in use.</summary>
public sealed class MediaPortTests
{
    [Fact]
    public async Task A_call_without_a_media_port_is_refused_for_now_and_the_operator_hears_why()
    {
        // Three ports in a row are one pair, which the caller's leg takes.
        var first = LoopbackPorts.Take(3);
        await using var running = new RunningSwitch(await SwitchProcess.StartAsync(mediaPorts: (first, first + 2)));
        await running.Phones.RegisteredAsync("101");

        var refused = new SippScenario().Invite().Provisional(100).Expect(503, "Retry-After: 5").AckRefusal();
        await Sipp.RunAsync(refused, running.Phones.Run(TestAccount.Trusted, "101"));

        Assert.Contains("A call gets no media, all media ports are in use: widen media.ports", running.Switch.Log, StringComparison.Ordinal);
        Assert.Equal(1, (await running.Switch.MetricsAsync())["softswitch_media_refused_total"]);
    }
}
