using Sample.PerMinute;
using Softswitch.Sdk;
using Softswitch.Sdk.Testing;

namespace Softswitch.Samples.Tests;

public sealed class PerMinuteTests
{
    private readonly TestDialplan _dialplan = TestDialplan.Load(Pages.Yaml("charging.md")[0], typeof(PerMinute).Assembly);

    [Fact]
    public void The_plan_of_the_page_does_what_its_tests_say() => _dialplan.RunTests(Pages.Yaml("charging.md")[1]);

    [Fact]
    public async Task A_call_is_settled_once_whoever_hangs_up_and_nothing_stays_reserved()
    {
        var call = await _dialplan.Dial("950640001000").WithBalance(1).HangsUpAfter(TimeSpan.FromSeconds(100)).RunAsync();

        call.HadNoFailures().WasCharged(0.05m);
        Assert.Equal("Call to 50640001000", Assert.Single(_dialplan.Account.Charges).Text);
        Assert.Equal(new Balance(0.95m, 0, "USD"), await _dialplan.Account.Ledger.GetBalanceAsync(default));
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_it_rings_pays_nothing()
    {
        (await _dialplan.Dial("950640001000").WithBalance(1).Otherwise(Callee.NoAnswer).HangsUpAfter(TimeSpan.FromSeconds(5)).RunAsync()).HadNoFailures().WasCharged(0);

        Assert.Equal(new Balance(1, 0, "USD"), await _dialplan.Account.Ledger.GetBalanceAsync(default));
    }

    [Fact]
    public async Task An_hour_is_paid_for_as_it_goes_on()
    {
        var call = await _dialplan.Dial("912125550100").WithBalance(100).When("12125550100", Callee.Answers(talksFor: TimeSpan.FromHours(1))).RunAsync();

        call.HadNoFailures().WasCharged(0.6m);
        Assert.Equal(TimeSpan.FromHours(1), call.Record.Duration);
    }
}
