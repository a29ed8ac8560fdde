using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Operation;

/// <summary>What operators and their tools ask.</summary>
public sealed class HttpTests(SwitchFixture fixture) : IClassFixture<SwitchFixture>
{
    [Fact]
    public async Task Health_is_200_while_all_is_well()
    {
        var (status, body) = await fixture.Switch.GetAsync("/health");

        Assert.Equal(200, status);
        Assert.Contains("\"database\":\"ok\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_count_calls_and_registrations()
    {
        var before = await fixture.Switch.MetricsAsync();
        await using var caller = await fixture.BaresipAsync("100", 440);
        await using var callee = await fixture.BaresipAsync("101", 1000);
        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_ESTABLISHED");

        var during = await fixture.Switch.MetricsAsync();
        await caller.HangUpAsync();
        await callee.WaitForAsync("CALL_CLOSED");

        Assert.Equal(before["softswitch_calls_active"] + 1, during["softswitch_calls_active"]);
        Assert.Equal(before["softswitch_registrations"] + 2, during["softswitch_registrations"]);
    }

    [Fact]
    public async Task Nothing_else_is_there()
    {
        Assert.Equal(404, (await fixture.Switch.GetAsync("/")).Status);
        Assert.Equal(404, (await fixture.Switch.GetAsync("/metrics/../etc/passwd")).Status);
    }
}
