using BenchmarkDotNet.Attributes;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Bench.Micro.Dialplan.Simulation;

/// <summary>A test of a dialplan: a call of five steps with prompts, digits, two who are rung and a conversation.</summary>
public class SimulationBenchmarks
{
    private readonly Plan _plan;
    private readonly TestFile _tests;
    private readonly TestRunner _runner = new(new Simulator(account => new ModuleStepHost([], account.Services)));

    public SimulationBenchmarks()
    {
        var document = PlanDocument.Read(
            [
                new SourceFile("acme.yaml", """
                    dialplan: 1
                    account: acme
                    variables: { pin: text }
                    numbers: { "1": office }
                    flows:
                      office:
                        - answer: {}
                        - play: { prompt: welcome }
                        - collect: { into: pin, max-digits: 4, prompt: enter-pin }
                          then: { default: next }
                        - bridge: { to: "ext:100", ring-for: 20s }
                          then: { answered: end, default: next }
                        - bridge: { to: "ext:101" }
                    """),
            ],
            PlanSection.Language);
        _plan = new PlanLanguage(KernelStepManifest.Instance).Check(document, new Dictionary<string, YamlText?> { ["100"] = null, ["101"] = null })
            ?? throw new InvalidOperationException(string.Join("\n", document.Findings.All));
        var (tests, findings) = TestFileReader.Read(
            new SourceFile("acme.test.yaml", """
                test: 1
                account: acme
                tests:
                  one: { dials: "1", presses: ["2580"], callees: { "ext:100": no-answer }, expect: { hears: [welcome, enter-pin], rings: ["ext:100", "ext:101"], answered-by: ext:101 } }
                """),
            _plan);
        _tests = tests ?? throw new InvalidOperationException(string.Join("\n", findings));
    }

    [Benchmark]
    public bool OneTest() => _runner.Run(_tests, _plan).All(result => result.HasPassed) ? true : throw new InvalidOperationException("red");
}
