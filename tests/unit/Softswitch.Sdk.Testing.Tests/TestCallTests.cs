namespace Softswitch.Sdk.Testing.Tests;

public sealed class TestCallTests
{
    private static readonly VipGateOptions Options = new() { Numbers = ["+32475000001"] };

    [Fact]
    public async Task A_step_gives_its_outcome_and_the_call_knows_what_was_heard()
    {
        var call = TestCall.From("+32475000002").In("acme").Presses("2580", after: TimeSpan.FromSeconds(3));

        var outcome = await call.RunAsync<VipGate>(Options);

        Assert.Equal("vip", outcome);
        call.Heard("enter-pin").WasAnswered().HadNoFailures().DidNotHear("welcome");
        Assert.Equal(["they pressed 2580"], call.Reasons);
        Assert.Contains("0:00.000 caller hears enter-pin", call.Transcript);
    }

    [Fact]
    public async Task A_caller_the_step_knows_is_not_asked()
    {
        var call = TestCall.From("+32475000001");

        Assert.Equal("vip", await call.RunAsync<VipGate>(Options));
        call.WasNotAnswered();
    }

    [Fact]
    public async Task What_a_plugin_remembers_lasts_from_run_to_run()
    {
        var call = TestCall.From("1").Presses("1111#");

        await call.RunAsync<VipGate>(Options);
        await call.RunAsync<VipGate>(Options);

        Assert.Equal("2", (await call.Account.Store("acme.vip-gate").GetAsync("tries", default))!.Value);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_ends_the_step()
    {
        var call = TestCall.From("1").HangsUpAfter(TimeSpan.FromSeconds(1));

        Assert.Equal(TestCall.Ended, await call.RunAsync<VipGate>(Options));
        Assert.Equal(HangupCause.Normal, call.Record.Cause);
    }

    [Fact]
    public async Task A_step_that_fails_is_an_error_whose_text_can_be_read()
    {
        var call = TestCall.From("1").WithBalance(10);

        Assert.Equal(Outcome.Error, await call.RunAsync<BrokenGate>());
        Assert.Equal(["FormatException: no gate"], call.Failures);
        call.WasCharged(1.5m);
        Assert.Equal(8.5m, call.Account.Balance);
    }

    [Fact]
    public async Task What_did_not_happen_fails_the_test_with_the_transcript()
    {
        var call = TestCall.From("1").Presses("1");
        await call.RunAsync<VipGate>(Options);

        var failed = Assert.Throws<TestFailedException>(() => call.Heard("enter-pin", "sorry"));
        Assert.StartsWith("expected heard: enter-pin, sorry; it was: enter-pin\n0:00.000 call answered", failed.Message, StringComparison.Ordinal);
        Assert.Throws<TestFailedException>(call.WasNotAnswered);
        Assert.Throws<TestFailedException>(() => call.Rang("ext:100"));
        Assert.Throws<TestFailedException>(() => call.WasRefusedWith(486));
        Assert.Throws<TestFailedException>(() => call.WasCharged(1));
    }

    [Fact]
    public void A_call_that_was_not_run_says_so() => Assert.Throws<InvalidOperationException>(() => TestCall.From("1").Transcript);
}
