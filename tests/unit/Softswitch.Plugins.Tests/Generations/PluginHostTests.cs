using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Plugins.Tests.Generations;

public sealed class PluginHostTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_plugin_that_was_built_is_installed_loaded_and_run()
    {
        var problems = await _host.ApplyAsync(TestPlugin.Returning("acme.vip-gate", "vip"));

        Assert.Empty(problems);
        Assert.Equal("vip", (await _host.RunAsync("acme.vip-gate")).Name);
    }

    [Fact]
    public async Task A_call_stays_on_the_version_it_began_with_and_the_next_call_takes_the_new_one()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "old", "1.0.0"));
        var node = TestHost.Node("gate");
        using var first = _host.Host.Begin("acme");
        await first.Resolve(node).RunAsync(new FakeCall(), CancellationToken.None);

        await _host.ApplyAsync(TestPlugin.Returning("gate", "new", "1.1.0"));

        Assert.Equal("old", (await first.Resolve(node).RunAsync(new FakeCall(), CancellationToken.None)).Name);
        Assert.Equal("gate@1.0.0", first.Resolve(node).Origin);
        Assert.Equal("new", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task States_are_shown_from_active_over_draining_to_gone()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "old", "1.0.0"));
        var session = _host.Host.Begin("acme");
        session.Resolve(TestHost.Node("gate"));
        await _host.ApplyAsync(TestPlugin.Returning("gate", "new", "1.1.0"));

        Assert.Equal([("1.1.0", PluginState.Active, 0), ("1.0.0", PluginState.Draining, 1)], _host.Host.Status.Select(status => (status.Version.ToString(), status.State, status.Uses)));

        session.Dispose();
        await _host.Host.RetiredAsync();
        Assert.Equal("1.1.0", Assert.Single(_host.Host.Status).Version.ToString());
    }

    [Fact]
    public async Task A_version_whose_code_refuses_the_options_of_a_plan_does_not_take_over()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "old", "1.0.0"));
        _host.Nodes.Add(TestHost.Node("gate", new TextOptions().With("level", "high")));
        var picky = new TestPlugin("gate", "1.1.0").StepWith("gate", "object", "values => int.Parse(values.Text(\"level\"))", "return new(\"new\");");

        var problem = Assert.Single(await _host.ApplyAsync(picky));

        Assert.Equal(PluginProblemCodes.Plans, problem.Code);
        Assert.Contains("acme.yaml:7:5", problem.Text, StringComparison.Ordinal);
        Assert.Equal("old", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task At_the_start_one_bad_plugin_is_refused_with_its_reason_and_the_others_run()
    {
        var good = _host.Install(TestPlugin.Returning("gate", "open"));
        var bad = _host.Install(new TestPlugin("broken") { ModuleMembers = "public MadeModule() => throw new System.InvalidOperationException(\"no licence\");" }.Step("broken", "return new(\"done\");"));

        var problems = await _host.ApplyAsync([good, bad], isStart: true);

        Assert.Equal(PluginProblemCodes.Start, Assert.Single(problems).Code);
        Assert.Equal("open", (await _host.RunAsync("gate")).Name);
        Assert.Equal(PluginState.Incompatible, _host.Host.Status.Single(status => status.Id == "broken").State);
        var refusal = await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("broken"));
        Assert.Contains("no licence", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_switch_runs_one_bad_plugin_leaves_everything_as_it_was()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "old", "1.0.0"));
        var next = _host.Install(TestPlugin.Returning("gate", "new", "1.1.0"));
        var bad = _host.Install(new TestPlugin("broken") { ModuleMembers = "public MadeModule() => throw new System.InvalidOperationException();" }.Step("broken", "return new(\"done\");"));

        Assert.NotEmpty(await _host.ApplyAsync([next, bad]));

        Assert.Equal("old", (await _host.RunAsync("gate")).Name);
        Assert.Single(_host.Host.Status);
    }

    [Fact]
    public async Task A_plugin_that_is_not_granted_or_not_there_cannot_be_run()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "open"));
        _host.Grants = (account, _) => account == "acme" ? null : PluginGrant.Refused("it was not granted");

        Assert.Equal("open", (await _host.RunAsync("gate")).Name);
        Assert.Contains("not granted", (await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("gate", "globex"))).Message, StringComparison.Ordinal);
        Assert.Contains("not installed", (await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("other"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_may_be_kept_on_a_version_while_others_take_a_newer_one()
    {
        var old = _host.Install(TestPlugin.Returning("gate", "old", "1.0.0"));
        await _host.ApplyAsync([old, _host.Install(TestPlugin.Returning("gate", "new", "1.1.0"))]);
        _host.Grants = (account, plugin) => account == "careful" && plugin.Version != "1.0.0" ? PluginGrant.Refused("it is too new") : null;

        Assert.Equal("new", (await _host.RunAsync("gate")).Name);
        Assert.Equal("old", (await _host.RunAsync("gate", "careful")).Name);
        Assert.Equal("1.0.0", _host.Host.Find("careful", "gate")?.Manifest.Version.ToString());
    }

    [Fact]
    public async Task A_plan_made_for_one_major_version_is_not_run_by_the_next()
    {
        await _host.ApplyAsync([_host.Install(TestPlugin.Returning("gate", "one", "1.2.0")), _host.Install(TestPlugin.Returning("gate", "two", "2.0.0"))]);

        Assert.Equal("one", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task A_resellers_plugin_reaches_its_own_accounts_only()
    {
        await _host.ApplyAsync([_host.Install(TestPlugin.Returning("gate", "open")) with { Reseller = "telco" }]);
        _host.Resellers["tenant"] = "telco";
        _host.Resellers["stranger"] = "rival";

        Assert.Equal("open", (await _host.RunAsync("gate", "tenant")).Name);
        await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("gate", "stranger"));
        await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("gate", "acme"));
        Assert.NotNull(_host.Host.Find("tenant", "gate"));
        Assert.Null(_host.Host.Find("stranger", "gate"));
        Assert.Null(_host.Host.Hold("stranger", "gate"));
    }

    [Fact]
    public async Task A_resellers_version_takes_the_place_of_everybodys_for_its_own_accounts()
    {
        var everybodys = _host.Install(TestPlugin.Returning("gate", "everybody's", "1.9.0"));
        Assert.Empty(await _host.ApplyAsync([everybodys, _host.Install(TestPlugin.Returning("gate", "telco's", "1.1.0")) with { Reseller = "telco" }]));
        _host.Resellers["tenant"] = "telco";

        Assert.Equal("telco's", (await _host.RunAsync("gate", "tenant")).Name);
        Assert.Equal("everybody's", (await _host.RunAsync("gate")).Name);

        await _host.ApplyAsync([everybodys]);
        Assert.Equal("everybody's", (await _host.RunAsync("gate", "tenant")).Name);
    }

    [Theory]
    [InlineData(null, "telco", 0)]
    [InlineData("telco", "telco", 1)]
    [InlineData(null, null, 1)]
    [InlineData("telco", null, 1)]
    public async Task A_version_has_to_fit_the_plans_of_those_whom_it_reaches_only(string? plansOf, string? reseller, int problems)
    {
        _host.NodesOf = plansOf;
        _host.Nodes.Add(TestHost.Node("gate.gone"));

        Assert.Equal(problems, (await _host.ApplyAsync([_host.Install(TestPlugin.Returning("gate", "open")) with { Reseller = reseller }])).Count);
    }

    [Theory]
    [InlineData("^1", "2.0.0", null)]
    [InlineData("^1", null, null)]
    [InlineData("1.0.0", "1.1.0", null)]
    [InlineData("~1.0", "1.1.0", null)]
    [InlineData("^1", "2.0.0", "telco")]
    public async Task A_version_that_plans_in_force_ask_for_stays_unless_it_is_forced_away(string range, string? next, string? reseller)
    {
        var old = _host.Install(TestPlugin.Returning("gate", "old", "1.0.0")) with { Reseller = reseller };
        await _host.ApplyAsync([old]);
        for (var account = 9; account > 0; account--) _host.Asking.Add(Asking($"a{account}", range, reseller));
        LockedPlugin[] wanted = next is null ? [] : [_host.Install(TestPlugin.Returning("gate", "new", next)) with { Reseller = reseller }];

        var problem = Assert.Single(await _host.ApplyAsync(wanted));

        Assert.Equal(
            $"SSW3138 gate 1.0.0 goes, and 9 account(s) ask for it: {string.Join(", ", Enumerable.Range(1, 5).Select(account => $"a{account} (a{account}.yaml:3:9 {range})"))}, ...; "
            + "change their plans first, or keep it beside the new version (plugin apply --beside); with --force they are left without it",
            problem.ToString());
        Assert.Equal("1.0.0", Assert.Single(_host.Host.Status).Version.ToString());

        Assert.Empty(await _host.ApplyAsync(wanted, isForced: true));
        Assert.Equal(next is null ? [] : [next], _host.Host.Installed.Select(plugin => plugin.Version));
    }

    [Theory]
    [InlineData("^1", "1.1.0", null)]
    [InlineData("^2", "2.0.0", null)]
    [InlineData("^1", "2.0.0", "other")]
    public async Task Plans_that_have_what_they_ask_for_afterwards_or_had_it_not_before_hold_nothing_up(string range, string next, string? reseller)
    {
        await _host.ApplyAsync([_host.Install(TestPlugin.Returning("gate", "old", "1.0.0")) with { Reseller = reseller }]);
        _host.Asking.Add(Asking("acme", range, null));

        Assert.Empty(await _host.ApplyAsync([_host.Install(TestPlugin.Returning("gate", "new", next)) with { Reseller = reseller }]));
    }

    [Fact]
    public async Task A_resellers_version_may_go_where_everybodys_is_what_its_accounts_ask_for()
    {
        var everybodys = _host.Install(TestPlugin.Returning("gate", "everybody's", "1.0.0"));
        await _host.ApplyAsync([everybodys, _host.Install(TestPlugin.Returning("gate", "telco's", "1.1.0")) with { Reseller = "telco" }]);
        _host.Asking.Add(Asking("tenant", "^1", "telco"));

        Assert.Empty(await _host.ApplyAsync([everybodys]));
    }

    private static PlanAsking Asking(string account, string range, string? reseller) =>
        new(account, reseller, new PlanUse(new PluginType("gate", "1.0.0", []), VersionRange.Parse(range), new Place(3, 9, account + ".yaml")));

    [Fact]
    public async Task A_plugin_that_is_switched_off_says_so_and_can_be_switched_on_again()
    {
        var gate = _host.Install(TestPlugin.Returning("gate", "open"));
        await _host.ApplyAsync([gate with { IsDisabled = true }]);
        Assert.Contains("switched off", (await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("gate"))).Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Disabled, Assert.Single(_host.Host.Status).State);

        await _host.ApplyAsync([gate]);
        Assert.Equal("open", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task Two_plugins_cannot_have_steps_of_one_name()
    {
        var problems = await _host.ApplyAsync(new TestPlugin("ivr").Step("menu", "return new(\"done\");"), TestPlugin.Returning("ivr.menu", "done"));

        Assert.Contains("'ivr.menu' is of ivr and of ivr.menu", Assert.Single(problems).Text, StringComparison.Ordinal);
        Assert.Empty(_host.Host.Status);
    }

    [Fact]
    public async Task A_plugin_without_hot_reload_stays_until_the_switch_is_restarted()
    {
        var fixedOne = TestPlugin.Returning("gate", "old", "1.0.0");
        fixedOne.Manifest += manifest => manifest["hotReload"] = false;
        await _host.ApplyAsync(fixedOne);

        var problem = Assert.Single(await _host.ApplyAsync(TestPlugin.Returning("gate", "new", "1.1.0")));

        Assert.Equal(PluginProblemCodes.HotReload, problem.Code);
        Assert.Equal("old", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task Options_are_bound_once_for_a_place_and_anew_where_variables_stand_in_them()
    {
        await _host.ApplyAsync(new TestPlugin("gate").StepWith("gate", "Counted", "values => new Counted(values.Text(\"say\"))", "return new(options.Text + Counted.Made);")
            .Source("namespace Made; public sealed class Counted { public static int Made; public Counted(string text) { Text = text; Made++; } public string Text { get; } }"));
        var plain = TestHost.Node("gate", new TextOptions().With("say", "hello"));
        var filled = TestHost.Node("gate", new TextOptions().With("say", "{name}-"), variables: "name");
        var call = new FakeCall();
        call.Set("name", "ana");
        using var session = _host.Host.Begin("acme");

        async Task<string> RunAsync(Dialplan.Plans.StepNode node) => (await session.Resolve(node).RunAsync(call, CancellationToken.None)).Name;

        Assert.Equal(["hello1", "hello1", "ana-2", "ana-3"], [await RunAsync(plain), await RunAsync(plain), await RunAsync(filled), await RunAsync(filled)]);
    }

    [Fact]
    public async Task After_the_drain_limit_the_steps_under_way_are_cancelled_and_the_call_is_told()
    {
        await using var host = new TestHost(options => options with { DrainLimit = TimeSpan.FromMilliseconds(50) });
        await host.ApplyAsync(new TestPlugin("gate", "1.0.0").Step("gate", "await Task.Delay(-1, hangup); return \"never\";"));
        using var session = host.Host.Begin("acme");
        var run = session.Resolve(TestHost.Node("gate")).RunAsync(new FakeCall(), CancellationToken.None).AsTask();

        await host.ApplyAsync(TestPlugin.Returning("gate", "new", "1.1.0"));

        Assert.Contains("was replaced", (await Assert.ThrowsAsync<StepUnavailableException>(() => run)).Message, StringComparison.Ordinal);
        Assert.Throws<StepUnavailableException>(() => session.Resolve(TestHost.Node("gate")));
    }
}
