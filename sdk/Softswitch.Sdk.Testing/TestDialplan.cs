using System.Collections.Immutable;
using System.Reflection;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Sdk.Testing;

/// <summary>
/// An account's dialplan in memory, checked and run by the engine that carries calls, with the plugins a test hands it. What plugins remember lasts from call to call.
/// </summary>
/// <example><code>
/// var dialplan = TestDialplan.Load(File.ReadAllText("dialplan.yaml"), typeof(VipGate).Assembly);
/// var call = await dialplan.Dial("100").CalledBy("+32475000001").When("ext:100", Callee.Busy).RunAsync();
/// call.Heard("closed").WasRefusedWith(486);
/// </code></example>
public sealed class TestDialplan
{
    private static readonly ImmutableArray<PlanSection> Sections =
        [.. PlanSection.Language, new("domains"), new("media"), new("max-call"), new("media-timeout"), new("ring-for"), new("extensions", true)];

    private readonly Plan _plan;
    private readonly Simulator _simulator;

    private TestDialplan(Plan plan, Simulator simulator)
    {
        _plan = plan;
        _simulator = simulator;
        State = new SimulatedAccount(plan.Account);
        Account = new TestAccount(State);
    }

    /// <summary>What the account's plugins remember, and its money.</summary>
    public TestAccount Account { get; }

    internal SimulatedAccount State { get; }

    /// <summary>Reads and checks a dialplan.</summary>
    /// <param name="yaml">Text of the account's file; what is not about calls, such as phones' passwords, may be left out.</param>
    /// <param name="plugins">Assemblies of the plugins it uses.</param>
    /// <exception cref="FormatException">There is something wrong with it; the message has all findings with their lines and columns.</exception>
    /// <exception cref="InvalidOperationException">An assembly has no manifest.</exception>
    public static TestDialplan Load(string yaml, params Assembly[] plugins)
    {
        var loaded = plugins.Select(TestPlugin.Of).ToList();
        var document = PlanDocument.Read([new SourceFile("dialplan.yaml", yaml)], Sections);
        var extensions = document.Entries("extensions", "extensions by number").ToDictionary(entry => entry.Key.Text, FlowOf);
        var plan = new PlanLanguage(new Catalogue(loaded)).Check(document, extensions);
        if (plan is null) throw new FormatException(string.Join('\n', document.Findings.All));
        return new TestDialplan(plan, new Simulator(account => new ModuleStepHost(loaded.Select(plugin => (plugin.Id, plugin.Version, plugin.Module)), account.Services)));
    }

    /// <summary>A call that dials something. Say what its people do, and run it.</summary>
    public TestCall Dial(string dialled) => new(this, _plan.Account, new CallScript { Dialled = dialled });

    /// <summary>Runs the tests of a file <c>NAME.test.yaml</c>.</summary>
    /// <param name="yaml">Its text.</param>
    /// <exception cref="FormatException">There is something wrong with the file; the message has all findings.</exception>
    /// <exception cref="TestFailedException">A test went otherwise than expected; the message has all of them.</exception>
    public void RunTests(string yaml)
    {
        var (file, findings) = TestFileReader.Read(new SourceFile("dialplan.test.yaml", yaml), _plan);
        if (file is null) throw new FormatException(string.Join('\n', findings));
        var results = new TestRunner(_simulator).Run(file, _plan).ToList();
        if (results.Exists(result => !result.HasPassed)) throw new TestFailedException(TestReport.Text(results));
    }

    internal SimulationResult Run(CallScript script, SimulatedAccount account) => _simulator.Run(_plan, script, account);

    private static YamlText? FlowOf(YamlEntry extension) =>
        (extension.Value as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key.Text == "flow")?.Value as YamlText;

    /// <summary>The plugins at hand.</summary>
    private sealed class Catalogue(IEnumerable<TestPlugin> plugins) : IStepCatalogue
    {
        public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

        public IReadOnlyCollection<PluginType> Installed { get; } = [.. plugins.Select(plugin => plugin.Type)];
    }
}
