using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;

namespace Softswitch.Dialplan.Tests.Checking;

public sealed class LockedRuleTests
{
    private const string Head = "dialplan: 1\naccount: acme\nuses: { recording: ^1, time-of-day: ^1 }\n";

    private static readonly PlanLayer Above = PlanSamples.Layer("""
        dialplan: 1
        layer: platform
        numbers: { "911": emergency }
        codes: { "*69": { hang-up: {} } }
        flows:
          emergency: [ bridge: { to: "sip:psap@192.0.2.9" } ]
        locked:
          emergency: { reach: ["911"] }
          premium: { block: ["+1900"] }
          consent: { before: recording.start, pass: recording.consent, by: accepted }
          call-back: { keep: "*69" }
        """);

    [Theory]
    [InlineData("numbers: { \"911\": f }\nflows:\n  f: [ bridge: { to: ext:100 } ]",
        "acme.yaml:6:8 SSW2401 rule 'emergency' of the platform is broken: 911 may not be reached: dialling 911, bridge (acme.yaml:6), which is not the layer's own")]
    [InlineData("numbers: { \"911\": f }\nflows:\n  f:\n    - collect: { into: x }\n      then: { collected: emergency, timeout: end, too-few: emergency }\nvariables: { x: text }",
        "acme.yaml:7:7 SSW2401 rule 'emergency' of the platform is broken: 911 may not be reached: dialling 911, collect (acme.yaml:7), timeout ends the call")]
    [InlineData("numbers: { \"911\": f }\nflows:\n  f:\n    - recording.start: {}\n    - goto: { flow: emergency }",
        "acme.yaml:7:7 SSW2401 rule 'emergency' of the platform is broken: 911 may not be reached: dialling 911, recording.start (acme.yaml:7), an error ends the call\n"
        + "acme.yaml:7:7 SSW2401 rule 'consent' of the platform is broken: recording.start without recording.consent accepted before it: number '911', recording.start (acme.yaml:7)")]
    [InlineData("flows:\n  emergency: [ hang-up: {} ]",
        "acme.yaml:5:16 SSW2401 rule 'emergency' of the platform is broken: 911 may not be reached: dialling 911, hang-up (acme.yaml:5), it ends the call")]
    [InlineData("numbers: { \"1\": f }\nflows:\n  f: [ bridge: { to: [ext:100, \"+19005551234\"] } ]",
        "acme.yaml:6:32 SSW2401 rule 'premium' of the platform is broken: +19005551234 is not to be rung")]
    [InlineData("numbers: { \"1\": f }\nflows:\n  f:\n    - recording.consent: {}\n      then: { accepted: g, refused: next }\n    - set: { variable: x, to: \"1\" }\n    - goto: { flow: g }\n  g: [ recording.start: {} ]\nvariables: { x: text }",
        "acme.yaml:11:8 SSW2401 rule 'consent' of the platform is broken: recording.start without recording.consent accepted before it: number '1', recording.consent (acme.yaml:7) refused, set (acme.yaml:9) done, goto (acme.yaml:10) done, recording.start (acme.yaml:11)")]
    [InlineData("codes: { \"*69\": off }", "acme.yaml:4:10 SSW2401 rule 'call-back' of the platform is broken: '*69' is to be kept as it is")]
    public void A_plan_that_breaks_a_rule_is_refused_with_the_way_there(string rest, string expected)
    {
        var (plan, findings) = PlanSamples.Check(Above, new SourceFile("acme.yaml", Head + rest));

        Assert.Null(plan);
        Assert.Equal(expected, string.Join('\n', findings));
    }

    [Fact]
    public void A_plan_that_keeps_them_is_good_and_carries_what_is_looked_at_when_a_number_is_rung()
    {
        var plan = PlanSamples.Compile(Head + """
            variables: { x: text }
            numbers: { "911": f, "1": g }
            on-error: e
            flows:
              e: [ bridge: { to: ext:100 } ]
              f:
                - set: { variable: x, to: "an emergency" }
                - goto: { flow: emergency }
              g:
                - recording.consent: {}
                  then: { accepted: next, refused: end }
                - recording.start: {}
                - bridge: { to: "+1901" }
            """, Above);

        Assert.Equal(["+1900"], plan.Blocked.AsEnumerable());
    }

    [Theory]
    [InlineData("\"+{number}\"", "819005551234", 403, "")]
    [InlineData("\"sip:+{number}@192.0.2.9\"", "819005551234", 403, "")]
    [InlineData("[ext:100, \"+{number}\"]", "819005551234", 200, "ext:100")]
    [InlineData("\"+{number}\"", "81800", 200, "+1800")]
    public void A_blocked_number_that_comes_of_a_variable_is_not_rung(string to, string dialled, int status, string rung)
    {
        var plan = PlanSamples.Compile(Head + $"codes: {{ \"8{{number}}\": {{ bridge: {{ to: {to} }} }} }}", Above);

        var result = new Simulator(_ => KernelStepHost.Instance).Run(plan, new CallScript { Dialled = dialled });

        Assert.Equal((status, rung), (result.Status, string.Join(", ", result.Rung)));
    }

    [Theory]
    [InlineData("*9*1900555", 403, "bridge=rejected", "1900555 is not to be rung: a layer above blocks it")]
    [InlineData("*9*1800555", 200, "bridge=answered", null)]
    [InlineData("*8*1900555", 200, "bridge=rejected bridge=answered", "1900555 is not to be rung: a layer above blocks it")]
    [InlineData("*7*1900555", 200, "bridge=answered", "1900555 is not to be rung: a layer above blocks it")]
    [InlineData("*6*1900555", 403, "redirect=done", "1900555 is not to be rung: a layer above blocks it")]
    public void A_number_from_a_variable_is_looked_at_when_it_is_rung(string dialled, int status, string path, string? why)
    {
        var plan = PlanSamples.Compile("""
            dialplan: 1
            account: acme
            codes:
              "*9*{number}": { bridge: { to: "{number}" } }
              "*8*{number}": second
              "*7*{number}": { bridge: { to: ["{number}", "ext:100"] } }
              "*6*{number}": { redirect: { to: "{number}" } }
            flows:
              second:
                - bridge: { to: "{number}" }
                  then: { rejected: next, default: end }
                - bridge: { to: "ext:101" }
            """, PlanSamples.Layer("dialplan: 1\nlayer: platform\nlocked:\n  premium: { block: [\"1900\"] }"));

        var result = new Simulator(account => new ModuleStepHost([], account.Services)).Run(plan, new CallScript { Dialled = dialled });

        Assert.Equal((status, path), (result.Status, string.Join(' ', result.Trace.Entries.Select(entry => $"{entry.Step.Info.Name}={entry.Outcome ?? "done"}"))));
        Assert.Equal(why, result.Trace.Entries[0].Why.OfType<string>().FirstOrDefault());
        Assert.DoesNotContain("1900555", result.Rung);
    }

    [Theory]
    [InlineData("+1900555", true)]
    [InlineData("sip:+1900555@192.0.2.9", true)]
    [InlineData("sip:%2B1900555;cpc=ordinary:secret@192.0.2.9", true)]
    [InlineData("+1800555", false)]
    [InlineData("sip:+1900555.example", false)]
    [InlineData("ext:100", false)]
    public void A_target_has_the_number_that_is_rung(string target, bool isBlocked) =>
        Assert.Equal(isBlocked, new Plan { Account = "acme", Numbers = Plan.Empty("acme").Numbers, Codes = PlanCodes.Empty, Flows = Plan.Empty("acme").Flows, Extensions = Plan.Empty("acme").Extensions, Variables = [], Blocked = ["+1900"] }.Blocks(Sdk.DialTarget.Parse(target)));

    [Theory]
    [InlineData("x: { reach: [abc] }", "_platform/a.yaml:4:16 SSW2106 reach is 'abc'; expected numbers such as [\"911\"]")]
    [InlineData("x: { reach: [\"1\"], keep: [f] }", "_platform/a.yaml:4:6 SSW2106 rule 'x' has several of reach, block, before and keep; expected one of them")]
    [InlineData("x: {}", "_platform/a.yaml:4:6 SSW2106 rule 'x' has none of reach, block, before and keep; expected one of them")]
    [InlineData("x: { before: recording.start }", "_platform/a.yaml:4:6 SSW2101 key 'pass' is missing; expected the step that has to come first")]
    [InlineData("x: { bolck: [\"1\"] }", "_platform/a.yaml:4:6 SSW2106 rule 'x' has none of reach, block, before and keep; expected one of them\n_platform/a.yaml:4:8 SSW2102 unknown key 'bolck' in rule 'x'; did you mean 'block'?")]
    public void A_rule_that_is_none_is_told(string rule, string expected) =>
        Assert.Equal(expected, string.Join('\n', PlanSamples.CheckLayer("dialplan: 1\nlayer: platform\nlocked:\n  " + rule).Findings.OrderBy(finding => finding.Column)));
}
