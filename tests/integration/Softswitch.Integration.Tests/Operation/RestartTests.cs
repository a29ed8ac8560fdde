using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Operation;

/// <summary>Registrations outlive the process that took them.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan WriteBehind = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_registered_phone_is_called_after_a_restart(bool killed)
    {
        await using var fixture = new RunningSwitch(await SwitchProcess.StartAsync());
        await using var callee = await fixture.Phones.BaresipAsync("101", 1000);
        await using var caller = await fixture.Phones.BaresipAsync("100", 440);
        // Registrations are written in batches behind the answer.
        if (killed) await Task.Delay(WriteBehind);

        if (killed) await fixture.Switch.KillAsync();
        else Assert.Equal(0, await fixture.Switch.StopAsync());
        await fixture.Switch.StartAgainAsync();

        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(1000);
        await caller.HangUpAsync();
        await callee.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task A_stop_lets_a_call_end_and_then_ends_with_0()
    {
        await using var fixture = new RunningSwitch(await SwitchProcess.StartAsync());
        await using var callee = await fixture.Phones.BaresipAsync("101", 1000);
        await using var caller = await fixture.Phones.BaresipAsync("100", 440);
        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(1000);

        // The time that a stop waits for calls is short in these tests; the call is still up then, and is hung up.
        Assert.Equal(0, await fixture.Switch.StopAsync());

        await caller.WaitForAsync("CALL_CLOSED");
        await callee.WaitForAsync("CALL_CLOSED");
    }
}
