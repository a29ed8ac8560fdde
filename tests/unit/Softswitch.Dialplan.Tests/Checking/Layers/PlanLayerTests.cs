using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;

namespace Softswitch.Dialplan.Tests.Checking;

public sealed class PlanLayerTests
{
    private const string Platform = """
        dialplan: 1
        layer: platform
        uses: { voicemail: ^2, recording: ^1 }
        variables: { greeting: text }
        numbers: { "911": emergency }
        codes:
          "*97": { voicemail.login: {} }
          "*72{number}": forward
        flows:
          emergency:
            - bridge: { to: "sip:psap@192.0.2.9" }
          forward:
            - set: { variable: greeting, to: "{number}" }
            - goto: { flow: after }
          after:
            - hang-up: {}
        """;

    private const string Head = "dialplan: 1\naccount: acme\n";

    private static readonly PlanLayer Above = PlanSamples.Layer(Platform);

    [Fact]
    public void Accounts_have_what_the_layer_gives_and_share_its_steps()
    {
        var one = PlanSamples.Compile(Head, Above);
        var other = PlanSamples.Compile(Head + "numbers: { \"1\": f }\nflows:\n  f: [ bridge: { to: ext:100 } ]", Above);

        Assert.Equal("sip:psap@192.0.2.9", one.Numbers["911"].Options.Texts("to")[0]);
        Assert.Same(one.Numbers["911"], other.Numbers["911"]);
        Assert.Same(First(one, "*7250640001"), First(other, "*7250640001"));
        Assert.Same(one.Flows["after"], other.Flows["after"]);
        Assert.Equal(["after", "emergency", "f", "forward"], other.Flows.Keys.Order());
        Assert.Contains("greeting", one.Variables.AsEnumerable());
    }

    [Fact]
    public void A_code_can_be_remapped_to_another_one()
    {
        var plan = PlanSamples.Compile(Head + "codes: { \"*72{number}\": off, \"*21*{number}\": forward }", Above);

        Assert.Null(First(plan, "*721"));
        Assert.Equal("set", First(plan, "*21*1")!.Type.Name);
        Assert.NotNull(First(plan, "*97"));
    }

    [Fact]
    public void A_code_can_be_replaced_by_a_step_of_the_account_s_own()
    {
        var plan = PlanSamples.Compile(Head + "codes: { \"*97\": { bridge: { to: ext:100 } } }", Above);

        Assert.Equal("bridge", First(plan, "*97")!.Type.Name);
    }

    [Fact]
    public void A_flow_that_an_account_puts_its_own_in_the_place_of_is_led_to_by_the_layer_s_too()
    {
        var plan = PlanSamples.Compile(Head + "flows:\n  after: [ bridge: { to: ext:101 } ]", Above);

        var set = First(plan, "*721")!;
        Assert.Equal("bridge", plan.Flows["after"].Type.Name);
        Assert.Equal("goto", set.After("done")!.To!.Type.Name);
        Assert.NotSame(PlanSamples.Compile(Head, Above).Flows["forward"], plan.Flows["forward"]);
        Assert.Equal("hang-up", PlanSamples.Compile(Head, Above).Flows["after"].Type.Name);
    }

    [Theory]
    [InlineData("codes: { \"*7{x}\": { hang-up: {} } }", "acme.yaml:3:10 SSW2207 code '*7{x}' and code '*72{number}' of the layer above, unless it is turned off by \"*72{number}\": off, both match *721; expected codes that differ")]
    [InlineData("codes: { \"*98\": off }", "acme.yaml:3:17 SSW2106 there is no code '*98' above that could be turned off; did you mean '*97'?")]
    public void What_clashes_with_the_layer_above_is_told(string rest, string finding)
    {
        var (_, findings) = PlanSamples.Check(Above, new SourceFile("acme.yaml", Head + rest));

        Assert.Equal(finding, findings[0].ToString());
    }

    [Fact]
    public void A_reseller_s_layer_stands_between_the_platform_and_the_account()
    {
        var reseller = PlanSamples.Layer("dialplan: 1\nlayer: north\ncodes: { \"*97\": off, \"*99\": help }\nflows:\n  help: [ bridge: { to: \"+50622\" } ]", Above);
        var plan = PlanSamples.Compile(Head, reseller);

        Assert.Null(First(plan, "*97"));
        Assert.NotNull(First(plan, "*99"));
        Assert.NotNull(First(plan, "*721"));
        Assert.NotNull(plan.Numbers["911"]);
    }

    [Fact]
    public void A_layer_is_checked_like_a_plan()
    {
        var (layer, findings) = PlanSamples.CheckLayer("dialplan: 1\nlayer: platform\nuses: { voicemale: ^2 }\ncodes: { \"*1\": nowhere }\nextensions: {}");

        Assert.Null(layer);
        Assert.Equal(["SSW2210", "SSW2203", "SSW2102"], findings.Select(finding => finding.Code));
    }

    private static StepNode? First(Plan plan, string dialled) => plan.Codes.TryMatch(dialled, out var first, out _) ? first : null;
}
