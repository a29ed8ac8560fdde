using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Calls;

/// <summary>A phone puts the other on hold, and takes it back.</summary>
public sealed class HoldTests(SwitchFixture fixture) : IClassFixture<SwitchFixture>
{
    [Fact]
    public async Task Nothing_is_heard_on_hold_and_the_tone_comes_back_when_it_ends()
    {
        await using var caller = await fixture.BaresipAsync("100", 440);
        await using var callee = await fixture.BaresipAsync("101", 1000);
        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await callee.HearsAsync(440);

        await caller.HoldAsync();
        await caller.HearsNothingAsync();

        await caller.ResumeAsync();
        await caller.HearsAsync(1000);
        await callee.HearsAsync(440);
        await caller.HangUpAsync();
        await callee.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task The_called_phone_holds_as_well()
    {
        await using var caller = await fixture.BaresipAsync("102", 440);
        await using var callee = await fixture.BaresipAsync("103", 1000);
        await caller.DialAsync(SwitchFixture.Address("103"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await callee.HearsAsync(440);

        await callee.HoldAsync();
        await callee.HearsNothingAsync();

        await callee.ResumeAsync();
        await callee.HearsAsync(440);
        await caller.HearsAsync(1000);
        await callee.HangUpAsync();
        await caller.WaitForAsync("CALL_CLOSED");
    }
}
