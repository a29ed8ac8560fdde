using Softswitch.Dialplan.Checking;

namespace Softswitch.Dialplan.Tests.Checking;

/// <summary>Layers with steps of plugins that not every account below them may use.</summary>
public sealed class LayerUsesTests
{
    private const string Platform = """
        dialplan: 1
        layer: platform
        uses: { recording: ^1, voicemail: ^2 }
        grants: { voicemail: { accounts: [bar] }, recording: off }
        numbers: { "200": box }
        flows:
          box: [ voicemail.login: {} ]
        """;

    private const string Expected =
        "_platform/a.yaml:3:24 SSW2216 plugin 'voicemail' is not granted to account 'shop': others are named there; expected grants: { voicemail: { accounts: [..., shop] } } in _platform/*.yaml; "
        + "its calls come to _platform/a.yaml:7";

    [Fact]
    public void An_account_whose_calls_come_to_a_step_of_a_plugin_that_it_was_not_granted_is_refused_at_the_place_where_the_layer_uses_it()
    {
        Assert.Equal(Expected, Assert.Single(Findings("shop", "")));
        Assert.Empty(Findings("bar", ""));
    }

    [Theory]
    [InlineData("numbers: { \"200\": own }\nflows:\n  own: [ hang-up: {} ]\n")]
    [InlineData("flows:\n  box: [ hang-up: {} ]\n")]
    public void One_that_has_its_own_in_the_place_of_it_needs_no_grant(string plan) => Assert.Empty(Findings("shop", plan));

    [Fact]
    public void One_whose_own_flows_lead_there_is_refused_too() =>
        Assert.Equal(Expected, Assert.Single(Findings("shop", "numbers: { \"200\": own }\nflows:\n  own: [ goto: { flow: box } ]\n")));

    [Fact]
    public void What_a_step_of_the_kernel_takes_from_a_plugin_counts_as_its_step()
    {
        var layer = PlanSamples.Layer("dialplan: 1\nlayer: platform\nuses: { acd: ^1 }\ngrants: { acd: off }\nnumbers: { \"200\": { bridge: { to: \"sip:x@192.0.2.1\", strategy: acd.round } } }\n");

        var (plan, findings) = PlanSamples.Check(layer, new SourceFile("shop.yaml", "dialplan: 1\naccount: shop\n"));

        Assert.Null(plan);
        Assert.Equal("_platform/a.yaml:3:9 SSW2216 plugin 'acd' is not granted to account 'shop': it is off there; expected grants: { acd: ^1.0 } in _platform/*.yaml; its calls come to _platform/a.yaml:5", Assert.Single(findings).ToString());
    }

    private static IEnumerable<string> Findings(string account, string plan) =>
        PlanSamples.Check(PlanSamples.Layer(Platform), new SourceFile("shop.yaml", $"dialplan: 1\naccount: {account}\n{plan}")).Findings.Select(finding => finding.ToString());
}
