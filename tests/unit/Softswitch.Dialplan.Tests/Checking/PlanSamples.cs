using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Checking;

/// <summary>Plans of an account with the extensions 100 and 101, with sample plugins, prompts and files.</summary>
internal static class PlanSamples
{
    public const string Office = """
        dialplan: 1
        account: acme
        uses: { time-of-day: ^1, ivr: ^1.2, acd: ^1, voicemail: ^2 }
        variables: { ticket: text, tries: { type: integer, default: 3 } }
        numbers: { "+50640001000": office }
        codes:
          "*97": { voicemail.login: {} }
          "*21*{number}": forward
        on-error: night
        flows:
          office:
            - time-of-day: { zone: America/Costa_Rica, open: { mon-fri: "08:00-17:00" }, holidays: cr.ics }
              then: { open: menu, closed: night, holiday: night }
          menu:
            - ivr.menu: { prompt: welcome, timeout: 5s }
              deadline: 2s
              then: { "1": sales, timeout: { goto: menu, at-most: 2, else: night }, invalid: night }
          sales:
            - acd.queue: { agents: [ { extension: 100, priority: 1 }, { extension: 101 } ], max-wait: 3m }
              then: { answered: end, timeout: night, no-agents: night, error: night }
          night:
            - voicemail.record: { box: 100 }
          forward:
            - set: { variable: ticket, to: "from {caller.number} to {number}" }
            - bridge: { to: "{number}", ring-for: 20s }
              then: { busy: next }
            - bridge: { to: [ "ext:100", "ext:101" ] }
        """;

    private static readonly PlanLanguage Language = new(new SampleCatalogue(), new Resources());

    public static (Plan? Plan, IReadOnlyList<Finding> Findings) Check(params SourceFile[] files) => Check(null, files);

    public static (Plan? Plan, IReadOnlyList<Finding> Findings) Check(PlanLayer? above, params SourceFile[] files)
    {
        var document = PlanDocument.Read(files, PlanSection.Language, [new PlanFile("cr.ics", "BEGIN:VCALENDAR"u8.ToArray())]);
        var plan = Language.Check(document, new Dictionary<string, YamlText?> { ["100"] = null, ["101"] = null }, above);
        return (plan, [.. document.Findings.All]);
    }

    public static (PlanLayer? Layer, IReadOnlyList<Finding> Findings) CheckLayer(string text, PlanLayer? above = null)
    {
        var document = PlanDocument.Read([new SourceFile("_platform/a.yaml", text)], PlanSection.Layer);
        var layer = Language.CheckLayer(document, above is null ? "the platform" : "the reseller", above);
        return (layer, [.. document.Findings.All]);
    }

    public static PlanLayer Layer(string text, PlanLayer? above = null)
    {
        var (layer, findings) = CheckLayer(text, above);
        Assert.Empty(findings);
        return layer!;
    }

    public static Plan Compile(string text, PlanLayer? above = null)
    {
        var (plan, findings) = Check(above, new SourceFile("acme.yaml", text));
        Assert.Empty(findings);
        return plan!;
    }

    private sealed class Resources : MachineResources
    {
        public override bool? HasPrompt(string account, string name) => Prompts(account).Contains(name);

        public override IEnumerable<string> Prompts(string account) => ["welcome", "closed"];
    }
}
