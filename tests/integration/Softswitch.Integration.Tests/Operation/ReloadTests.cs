using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Operation;

/// <summary>Accounts are read again while calls are up.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private RunningSwitch _running = null!;

    public async Task InitializeAsync() => _running = new RunningSwitch(await SwitchProcess.StartAsync());

    public Task DisposeAsync() => _running.DisposeAsync().AsTask();

    [Fact]
    public async Task A_call_that_is_up_goes_on_and_the_next_one_knows_the_new_extension()
    {
        await using var caller = await _running.Phones.BaresipAsync("100", 440);
        await using var callee = await _running.Phones.BaresipAsync("101", 1000);
        await caller.DialAsync(SwitchFixture.Address("101"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(1000);

        var (status, body) = await _running.Switch.ReloadAsync(TestAccount.Yaml() + "  \"300\": { name: New, secret: secret-300 }\n");

        Assert.True(status == 200, body);
        await callee.HearsAsync(440);
        await caller.HearsAsync(1000);
        await using var added = await _running.Phones.BaresipAsync("300", 1500);
        await caller.HangUpAsync();
        await caller.WaitForAsync("CALL_CLOSED");
        await caller.DialAsync(SwitchFixture.Address("300"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(1500);
    }

    [Fact]
    public async Task A_wrong_file_is_told_and_the_accounts_before_stay()
    {
        var (status, body) = await _running.Switch.ReloadAsync(TestAccount.Yaml("medai: relay"));

        Assert.Equal(422, status);
        Assert.Contains("test.yaml:5:1 ", body, StringComparison.Ordinal);
        await using var phone = await _running.Phones.BaresipAsync("100", 440);
    }
}
