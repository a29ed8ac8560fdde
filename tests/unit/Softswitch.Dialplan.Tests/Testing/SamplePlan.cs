using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Tests.Testing;

/// <summary>A small account of kernel steps, and tests of it.</summary>
internal static class SamplePlan
{
    public static Plan Plan { get; } = Compile("""
        dialplan: 1
        account: acme
        variables: { pin: text }
        numbers: { "+3225550100": office }
        codes: { "*9": desk }
        flows:
          office:
            - play: { prompt: welcome }
            - collect: { into: pin, max-digits: 4, prompt: enter-pin, timeout: 5s }
              then: { collected: desk, timeout: night, too-few: { goto: office, at-most: 1, else: night } }
          desk:
            - bridge: { to: ["ext:100", "ext:101"], order: sequence, ring-for: 20s }
              then: { answered: end, default: night }
          night:
            - play: { prompt: closed }
            - reject: { status: 480 }
        """);

    public static Plan Compile(string text)
    {
        var document = PlanDocument.Read([new SourceFile("acme.yaml", text)], PlanSection.Language);
        var plan = new PlanLanguage(KernelStepManifest.Instance).Check(document, new Dictionary<string, YamlText?> { ["100"] = null, ["101"] = null });
        Assert.True(plan is not null, string.Join('\n', document.Findings.All));
        return plan;
    }

    public static IReadOnlyList<string> Findings(string tests) => [.. TestFileReader.Read(new SourceFile("acme.test.yaml", tests), Plan).Findings.Select(finding => finding.ToString())];

    public static TestResult Run(string test)
    {
        var lines = test.ReplaceLineEndings("\n").Split('\n').Select(line => "    " + line);
        var (file, findings) = TestFileReader.Read(new SourceFile("acme.test.yaml", "test: 1\naccount: acme\ntests:\n  a test:\n" + string.Join('\n', lines)), Plan);
        Assert.Empty(findings);
        return Assert.Single(new TestRunner(new Simulator(account => new ModuleStepHost([], account.Services))).Run(file!, Plan));
    }
}
