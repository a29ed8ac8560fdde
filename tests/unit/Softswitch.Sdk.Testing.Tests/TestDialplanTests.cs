namespace Softswitch.Sdk.Testing.Tests;

public sealed class TestDialplanTests
{
    private const string Text = """
        dialplan: 1
        account: acme
        uses: { acme.vip-gate: ^1 }
        extensions: { "100": {}, "101": { flow: desk } }
        numbers: { "+3225550100": office }
        flows:
          office:
            - acme.vip-gate: { numbers: ["+32475000001"] }
              then: { vip: desk, regular: night }
          desk:
            - bridge: { to: "ext:100", ring-for: 20s }
              then: { answered: end, default: night }
          night:
            - play: { prompt: closed }
        """;

    private static readonly TestDialplan Dialplan = TestDialplan.Load(Text, typeof(VipGate).Assembly);

    [Fact]
    public async Task A_whole_dialplan_runs_in_memory()
    {
        var call = await Dialplan.Dial("+3225550100").CalledBy("+32475000001").When("ext:100", Callee.Answers(talksFor: TimeSpan.FromMinutes(2))).RunAsync();

        call.Rang("ext:100").WasAnswered().HadNoFailures();
        Assert.Equal(["office", "desk"], call.Path);
        Assert.Equal(TimeSpan.FromMinutes(2), call.Record.Duration);
    }

    [Fact]
    public async Task Extensions_are_dialled_like_anything_else()
    {
        (await Dialplan.Dial("100").When("ext:100", Callee.Busy).RunAsync()).WasRefusedWith(486);
        (await Dialplan.Dial("101").Otherwise(Callee.NoAnswer).RunAsync()).Rang("ext:100").Heard("closed");
    }

    [Fact]
    public void A_dialplan_with_mistakes_is_refused_with_all_of_them()
    {
        var thrown = Assert.Throws<FormatException>(() => TestDialplan.Load(Text.Replace("night }", "nihgt }", StringComparison.Ordinal), typeof(VipGate).Assembly));

        Assert.Contains("dialplan.yaml:9:35 SSW2203 unknown flow 'nihgt'; did you mean 'night'?", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_in_yaml_run_where_the_plugins_own_tests_run()
    {
        Dialplan.RunTests("""
            test: 1
            account: acme
            tests:
              strangers are asked: { dials: "+3225550100", presses: ["0000"], expect: { path: [office, night], hears: [enter-pin, closed] } }
            """);

        Assert.Throws<TestFailedException>(() => Dialplan.RunTests("{ test: 1, account: acme, tests: { a: { dials: \"100\", expect: { status: 404 } } } }"));
        Assert.Throws<FormatException>(() => Dialplan.RunTests("test: 1"));
    }

    [Fact]
    public Task The_plugin_unloads_twenty_times() =>
        UnloadConformance.UnloadsAsync(typeof(VipGate).Assembly, Text, "+3225550100", call => call.Presses("2580"));
}
