using BenchmarkDotNet.Attributes;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Bench.Micro.Dialplan.Engine;

/// <summary>What a call pays for its plan: with <c>bridge</c> alone, and with steps of a plugin that do nothing. Per step it is the difference of two divided by their steps.</summary>
public class FlowBenchmarks
{
    private const string Text = """
        dialplan: 1
        account: bench
        uses: { nothing: ^1 }
        numbers: { "1": one, "2": eleven, "3": hundred }
        flows:
          one:
            - bridge: { to: "ext:200" }
          eleven:
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - nothing: {}
            - bridge: { to: "ext:200" }
          hundred:
        """;

    private readonly Plan _plan = Compile();
    private readonly ImmediateCall _call = new();
    private readonly FlowServices _services;

    public FlowBenchmarks()
    {
        var host = new ModuleStepHost([("nothing", "1.0.0", new NothingModule())], new SimulatedAccount("bench").Services);
        _services = new FlowServices(KernelStepHost.Instance, host, _call, new BreakerBoard(new BreakerOptions(), TimeProvider.System), _call);
    }

    [GlobalSetup]
    public void Enter() => SynchronizationContext.SetSynchronizationContext(_call);

    [GlobalCleanup]
    public void Leave()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        if (_call.Failures > 0 || _call.Finished == 0) throw new InvalidOperationException("The calls did not go as planned.");
    }

    [Benchmark(Baseline = true)]
    public FlowRunner BridgeAlone() => Run("one");

    [Benchmark]
    public FlowRunner TenStepsOfAPluginAndBridge() => Run("eleven");

    [Benchmark]
    public FlowRunner HundredStepsOfAPluginAndBridge() => Run("hundred");

    private FlowRunner Run(string flow)
    {
        var runner = new FlowRunner(_services, _call, _plan, _call);
        runner.Begin(_plan.Flows[flow], []);
        return runner;
    }

    private static Plan Compile()
    {
        var hundred = string.Concat(Enumerable.Repeat("    - nothing: {}\n", 100)) + "    - bridge: { to: \"ext:200\" }\n";
        var document = PlanDocument.Read([new SourceFile("bench.yaml", Text + "\n" + hundred)], PlanSection.Language);
        var plan = new PlanLanguage(new NothingModule()).Check(document, new Dictionary<string, YamlText?> { ["200"] = null });
        return plan ?? throw new InvalidOperationException(string.Join("\n", document.Findings.All));
    }
}
