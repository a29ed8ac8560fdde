using System.Collections.Immutable;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Tests.Checking;

namespace Softswitch.Dialplan.Tests.Grants;

/// <summary>Which account may use which plugin, by what the layers above it say.</summary>
public sealed class PlanGrantsTests
{
    private const string NotGranted = "plugin 'gate' is not granted to account 'shop': ";

    private static readonly PluginType Gate = new("gate", "1.2.0", []);

    [Fact]
    public void What_no_layer_mentions_may_be_used_by_all_for_whom_it_is_in_force()
    {
        Assert.True(PlanGrants.Open.Find("shop", null, Gate).IsGranted);
        Assert.True(PlanGrants.Open.Find("shop", "north", Gate with { Reseller = "north" }).IsGranted);
        Assert.Equal<string>(["http.out"], PlanGrants.Open.Find("shop", null, Gate with { IsInBox = true, Needs = ["http.out"] }).Permissions);
    }

    [Theory]
    [InlineData(null, "it is in force for the accounts of a reseller only, whose files name it: reseller: NAME")]
    [InlineData("south", "it is in force for others; for this reseller's accounts: softswitch plugin apply gate --reseller south")]
    public void A_resellers_plugin_is_nobody_elses_whatever_the_layers_grant(string? reseller, string expected)
    {
        var grants = Grants("{ gate: ^1 }", "{ gate: ^1 }");

        Assert.Equal(NotGranted + expected, grants.Find("shop", reseller, Gate with { Reseller = "north" }).Refusal);
    }

    [Theory]
    [InlineData("{ gate: ^1 }", "{}", null)]
    [InlineData("{ gate: ^1 }", "{ gate: ~1.2 }", null)]
    [InlineData("{ other: off }", "{ other: off }", null)]
    [InlineData("{ gate: off }", "{ gate: ^1 }", "it is off there; expected grants: { gate: ^1.2 } in _platform/*.yaml")]
    [InlineData("{}", "{ gate: off }", "it is off there; expected grants: { gate: ^1.2 } in _resellers/north/*.yaml")]
    [InlineData("{ gate: 1.1.0 }", "{}", "version 1.2.0 is none of 1.1.0; expected grants: { gate: ^1.2 } in _platform/*.yaml")]
    [InlineData("{}", "{ gate: { versions: ^2 } }", "version 1.2.0 is none of ^2; expected grants: { gate: ^1.2 } in _resellers/north/*.yaml")]
    [InlineData("{ gate: { accounts: [shop] } }", "{}", null)]
    [InlineData("{ gate: { accounts: [bar], resellers: [north] } }", "{}", null)]
    [InlineData("{ gate: { resellers: [south] } }", "{}", "others are named there; expected grants: { gate: { accounts: [..., shop] } } in _platform/*.yaml")]
    [InlineData("{}", "{ gate: { accounts: [bar] } }", "others are named there; expected grants: { gate: { accounts: [..., shop] } } in _resellers/north/*.yaml")]
    [InlineData("{}", "{ gate: { accounts: [] } }", "others are named there; expected grants: { gate: { accounts: [..., shop] } } in _resellers/north/*.yaml")]
    public void A_layer_narrows_what_the_one_above_leaves(string platform, string reseller, string? reason)
    {
        var refusal = Grants(platform, reseller).Find("shop", "north", Gate).Refusal;

        Assert.Equal(reason is null ? null : NotGranted + reason, refusal);
    }

    [Theory]
    [InlineData(false, "{}", "{}", "_platform")]
    [InlineData(false, "{ gate: { needs: [http.out] } }", "{}", "_platform")]
    [InlineData(false, "{ gate: { needs: [http.out, \"store: 10 MB\"] } }", "{}", "_platform")]
    [InlineData(false, "{ gate: { needs: [http.out, \"store: 20 MB\"] } }", "{}", null)]
    [InlineData(false, "{ gate: { needs: [http.out, \"store: 50 MB\"] } }", "{ gate: ^1 }", null)]
    [InlineData(false, "{ gate: { needs: [http.out, store] } }", "{ gate: { needs: [http.out] } }", "_resellers/north")]
    [InlineData(false, "{}", "{ gate: { needs: [http.out, store] } }", "_platform")]
    [InlineData(true, "{}", "{}", "_resellers/north")]
    [InlineData(true, "{}", "{ gate: { needs: [http.out, store] } }", null)]
    [InlineData(true, "{ gate: { needs: [] } }", "{ gate: { needs: [http.out, store] } }", "_platform")]
    public void What_a_plugin_needs_is_granted_by_the_reseller_for_its_own_and_by_the_platform_for_others(bool isResellers, string platform, string reseller, string? missing)
    {
        ImmutableArray<string> needs = ["http.out: api.example", "store: 20 MB"];
        var plugin = Gate with { Needs = needs, Reseller = isResellers ? "north" : null };

        var grant = Grants(platform, reseller).Find("shop", "north", plugin);

        Assert.Equal(missing is null, grant.IsGranted);
        if (missing is null) Assert.Equal<string>(needs, grant.Permissions);
        else Assert.EndsWith($"expected grants: {{ gate: {{ needs: [\"http.out: api.example\", \"store: 20 MB\"] }} }} in {missing}/*.yaml", grant.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "{}", false, null)]
    [InlineData("{ gate: { needs: [http.out, ledger] } }", "{}", true, "http.out,ledger")]
    [InlineData("{ gate: { needs: [http.out] } }", "{}", true, "http.out")]
    [InlineData("{ gate: { needs: [ledger] } }", "{}", false, null)]
    [InlineData("{ gate: { needs: [http.out, ledger] } }", "{ gate: { needs: [http.out] } }", true, "http.out")]
    [InlineData("{ gate: { needs: [http.out, ledger] } }", "{ gate: { needs: [] } }", false, null)]
    public void What_the_switch_can_keep_a_plugin_from_is_granted_one_by_one_where_a_layer_says_what_it_may_do(string platform, string reseller, bool isGranted, string? permissions)
    {
        var grant = Grants(platform, reseller).Find("shop", "north", Gate with { Needs = ["http.out", "ledger"] });

        Assert.Equal((isGranted, permissions ?? ""), (grant.IsGranted, string.Join(',', grant.Permissions)));
        if (isGranted) Assert.Equal(!grant.Permissions.Contains("ledger"), grant.DenialOf(Need.Ledger) is not null);
    }

    [Fact]
    public void What_a_layer_says_is_all_that_a_plugin_may_do_of_what_is_guarded_and_says_nothing_of_what_no_layer_mentions()
    {
        Assert.Null(Grants("{ gate: ^1 }", "{}").Find("shop", "north", Gate).DenialOf(Need.Ledger));
        Assert.Equal(
            "plugin 'gate' was not granted 'tables' for account 'shop': expected grants: { gate: { needs: [\"ledger\", \"tables\"] } } in _resellers/north/*.yaml",
            Grants("{ gate: { needs: [ledger, tables] } }", "{ gate: { needs: [ledger] } }").Find("shop", "north", Gate).DenialOf(Need.Tables)!.Message);
    }

    [Theory]
    [InlineData("sip.headers.write", "Privacy", true)]
    [InlineData("sip.headers.write: X-Acme-*", "x-acme-mark", true)]
    [InlineData("sip.headers.write: X-Acme-*", "X-Other", false)]
    [InlineData("sip.headers.write: Privacy", "privacy", true)]
    [InlineData("sip.headers.write: Privacy", "Privacy-2", false)]
    [InlineData("ledger", "Privacy", false)]
    public void A_limit_covers_what_begins_so(string granted, string name, bool expected) => Assert.Equal(expected, Need.Allows(granted, Need.SipHeaders, name));

    [Fact]
    public void The_checker_refuses_a_plan_at_the_place_with_the_line_to_add()
    {
        var (plan, findings) = PlanSamples.Check(new SourceFile("shop.yaml", "dialplan: 1\naccount: shop\nuses: { crm: ^1 }\n"));

        Assert.Null(plan);
        Assert.Equal(
            "shop.yaml:3:9 SSW2216 plugin 'crm' is not granted to account 'shop': it needs 'http.out'; expected grants: { crm: { needs: [\"http.out\", \"store: 20 MB\"] } } in _platform/*.yaml",
            Assert.Single(findings).ToString());
        Assert.Empty(PlanSamples.Check(PlanSamples.Layer("dialplan: 1\nlayer: platform\ngrants: { crm: { needs: [http.out, \"store: 20 MB\"] } }\n"), new SourceFile("shop.yaml", "dialplan: 1\naccount: shop\nuses: { crm: ^1 }\n")).Findings);
    }

    [Fact]
    public void The_account_of_a_reseller_uses_its_plugin_and_that_of_another_does_not()
    {
        var south = PlanSamples.Check(new SourceFile("a.yaml", "dialplan: 1\naccount: shop\nreseller: south\nuses: { fax: ^1 }\n"));
        var north = PlanSamples.Check(new SourceFile("a.yaml", "dialplan: 1\naccount: shop\nreseller: north\nuses: { fax: ^1 }\n"));

        Assert.Empty(south.Findings);
        Assert.Equal(
            "a.yaml:4:9 SSW2216 plugin 'fax' is not granted to account 'shop': it is in force for others; for this reseller's accounts: softswitch plugin apply fax --reseller north",
            Assert.Single(north.Findings).ToString());
    }

    [Theory]
    [InlineData("platform", "grants: { gate: [1] }", "3:17 SSW2106 the grant of 'gate' is a list; expected a range of versions such as ^1, off, or a map")]
    [InlineData("platform", "grants: { gate: soon }", "3:17 SSW2106 the grant of 'gate' is 'soon'; expected a range of versions such as ^1, off, or a map")]
    [InlineData("platform", "grants: { gate: { need: [http.out] } }", "3:19 SSW2102 unknown key 'need' in the grant of 'gate'; did you mean 'needs'?")]
    [InlineData("platform", "grants: [gate]", "3:9 SSW2105 grants is a list; expected a map of plugins to what accounts may do with them")]
    [InlineData("north", "grants: { gate: { resellers: [south] } }", "3:19 SSW2102 unknown key 'resellers' in the grant of 'gate'; expected versions, needs or accounts")]
    public void A_grant_that_is_spelt_wrongly_is_found_at_its_place(string layer, string section, string expected) =>
        Assert.Equal("_platform/a.yaml:" + expected, Assert.Single(PlanSamples.CheckLayer($"dialplan: 1\nlayer: {layer}\n{section}\n").Findings).ToString());

    private static PlanGrants Grants(string platform, string reseller)
    {
        var above = PlanSamples.Layer($"dialplan: 1\nlayer: platform\ngrants: {platform}\n");
        return PlanSamples.Layer($"dialplan: 1\nlayer: north\ngrants: {reseller}\n", above).Grants;
    }
}
