using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;

namespace Softswitch.Dialplan.Tests.Checking;

public sealed class PlanLanguageTests
{
    private readonly Plan _plan = PlanSamples.Compile(PlanSamples.Office);

    [Fact]
    public void A_number_leads_through_its_flow_by_outcomes()
    {
        var office = _plan.Numbers["+50640001000"];
        var menu = office.After("open")!.To!;

        Assert.Equal("time-of-day", office.Type.Name);
        Assert.Equal("08:00-17:00", office.Options.Map("open").Text("mon-fri"));
        Assert.Equal(["mon-fri"], office.Options.Map("open").Keys);
        Assert.Equal("acme.yaml:12:7", office.Info.Position);
        Assert.Equal("1.4.0", menu.Type.PluginVersion);
        Assert.Equal("acd.queue", menu.After("1")!.To!.Type.Name);
        Assert.Null(menu.After("2"));
        Assert.Equal(TimeSpan.FromSeconds(2), menu.Deadline);
        Assert.True(menu.Info.Handles("1"));
        Assert.False(menu.Info.Handles("2"));
    }

    [Fact]
    public void An_exit_can_be_bounded_and_say_what_comes_then()
    {
        var menu = _plan.Flows["menu"];
        var again = menu.After("timeout")!;

        Assert.Same(menu, again.To);
        Assert.Equal(2, again.AtMost);
        Assert.Same(_plan.Flows["night"], again.Else!.To);
    }

    [Fact]
    public void Errors_lead_where_the_plan_says_else_nowhere_and_the_flow_for_errors_is_known()
    {
        Assert.Same(_plan.Flows["night"], _plan.Flows["sales"].After("error")!.To);
        Assert.Null(_plan.Flows["menu"].After("error"));
        Assert.Same(_plan.Flows["night"], _plan.OnError);
    }

    [Fact]
    public void A_step_that_can_only_be_done_is_followed_by_the_next_and_the_last_one_ends_the_flow()
    {
        var set = _plan.Flows["forward"];
        var login = Match("*97").First!;

        Assert.Equal("bridge", set.After("done")!.To!.Type.Name);
        Assert.Same(PlanExit.Return, login.After("done"));
        Assert.Null(login.After("error"));
    }

    [Fact]
    public void Codes_give_what_stands_at_their_placeholders_and_variables_take_their_place()
    {
        var (first, placeholders) = Match("*21*40001234");
        var filled = ((PlanOptions)first!.Options).Fill(name => name == "caller.number" ? "100" : placeholders.Single(pair => pair.Key == name).Value);

        Assert.Equal("from 100 to 40001234", filled.Text("to"));
        Assert.Equal(["caller.number", "number"], first.Variables);
        Assert.Equal("from {caller.number} to {number}", first.Options.Text("to"));
        Assert.Null(Match("*21*").First);
        Assert.Null(Match("*21*12a").First);
        Assert.Null(Match("*98").First);
    }

    [Fact]
    public void Lists_of_maps_and_of_texts_are_read_and_one_value_stands_for_a_list_of_one()
    {
        var agents = _plan.Flows["sales"].Options.Maps("agents");
        var bridge = _plan.Flows["forward"].After("done")!.To!;

        Assert.Equal(["100", "101"], agents.Select(agent => agent.Text("extension")));
        Assert.Equal("1", agents[0].Text("priority"));
        Assert.False(agents[1].Has("priority"));
        Assert.Equal(["{number}"], bridge.Options.Texts("to"));
        Assert.Equal(["ext:100", "ext:101"], bridge.After("busy")!.To!.Options.Texts("to"));
    }

    [Fact]
    public void An_extension_is_rung_unless_the_plan_has_a_flow_for_extensions()
    {
        var ring = _plan.Extensions["100"];
        var other = PlanSamples.Compile("dialplan: 1\naccount: a\nextension-flow: f\nflows:\n  f: [ bridge: { to: \"ext:{dialled}\" } ]");

        Assert.Equal(["ext:100"], ring.Options.Texts("to"));
        Assert.Same(ring, PlanSamples.Compile(PlanSamples.Office).Extensions["100"]);
        Assert.Same(other.Flows["f"], other.Extensions["101"]);
    }

    [Fact]
    public void Variables_are_declared_and_have_defaults()
    {
        Assert.Equal(["ticket", "tries"], _plan.Variables.Order());
        Assert.Equal("3", _plan.Defaults["tries"]);
    }

    [Fact]
    public void Files_of_a_folder_make_one_plan()
    {
        var (plan, findings) = PlanSamples.Check(
            new SourceFile("acme/a.yaml", "dialplan: 1\naccount: acme\nnumbers: { \"1\": one }\nflows:\n  one:\n    - bridge: { to: ext:100 }\n      then: { busy: two }"),
            new SourceFile("acme/b.yaml", "dialplan: 1\naccount: acme\nnumbers: { \"2\": two }\nflows:\n  two: [ bridge: { to: ext:101 } ]"),
            new SourceFile("acme/b.test.yaml", "whatever"));

        Assert.Empty(findings);
        Assert.Same(plan!.Numbers["2"], plan.Numbers["1"].After("busy")!.To);
        Assert.Equal("acme/b.yaml:5:10", plan.Numbers["2"].Info.Position);
    }

    private (StepNode? First, IReadOnlyList<KeyValuePair<string, string>> Placeholders) Match(string dialled)
    {
        _plan.Codes.TryMatch(dialled, out var first, out var placeholders);
        return (first, placeholders);
    }
}
