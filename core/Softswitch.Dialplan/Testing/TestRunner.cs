using System.Globalization;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Testing;

/// <summary>Runs tests of plans.</summary>
/// <param name="simulator">Runs their calls.</param>
public sealed class TestRunner(Simulator simulator)
{
    /// <summary>The account that a test begins with. Default one that knows nothing but the plan.</summary>
    public Func<Plan, SimulatedAccount> NewAccount { get; init; } = static plan => new SimulatedAccount(plan.Account);

    /// <summary>The thread that they run on; null for that of whoever asks, which waits for however long it takes.</summary>
    public SimulationThread? Thread { get; init; }

    /// <summary>Time for one test, where it has a thread. Default 10 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs all tests of a file.</summary>
    public IEnumerable<TestResult> Run(TestFile file, Plan plan) => file.Tests.Select(test => Run(file, test, plan));

    /// <summary>Runs one of its tests.</summary>
    public TestResult Run(TestFile file, TestCase test, Plan plan)
    {
        if (Thread is null) return Run(file, test, plan, new SimulationProgress());
        try
        {
            return Thread.Run(plan.Account, Limit, progress => Run(file, test, plan, progress));
        }
        catch (SimulationException e)
        {
            return new TestResult(file, test, [new Difference("the test", "an end", "under way: " + e.Message)], []);
        }
    }

    private TestResult Run(TestFile file, TestCase test, Plan plan, SimulationProgress progress)
    {
        var account = NewAccount(plan);
        var calls = new List<SimulationResult>();
        foreach (var call in test.Calls)
        {
            if (progress.IsGivenUp) break;
            try
            {
                calls.Add(simulator.Run(plan, call.Script, account, progress));
            }
            catch (SimulationException e)
            {
                return new TestResult(file, test, [new Difference("the call", "an end", e.Message)], calls);
            }

            var differences = Compare(call.Expected, calls[^1]).ToList();
            if (differences.Count == 0) continue;
            return new TestResult(file, test, test.Calls.Length == 1 ? differences : [.. differences.Select(one => one with { What = $"call {calls.Count}, {one.What}" })], calls);
        }

        return new TestResult(file, test, [], calls);
    }

    private static IEnumerable<Difference> Compare(Expectation expected, SimulationResult actual)
    {
        if (expected.Path is { } path && !path.SequenceEqual(actual.Flows)) yield return new Difference("path", List(path), List(actual.Flows));
        if (expected.Steps is { } steps && !Matches(steps, actual)) yield return new Difference("steps", List(steps.Select(Step)), List(actual.Trace.Entries.Select(entry => Step((entry.Step.Info.Name, entry.Outcome)))));
        if (expected.Hears is { } hears && !hears.SequenceEqual(actual.Prompts)) yield return new Difference("hears", List(hears), List(actual.Prompts));
        if (expected.Rings is { } rings && !rings.SequenceEqual(actual.Rung)) yield return new Difference("rings", List(rings), List(actual.Rung));
        if (expected.Shows is { } shows && !shows.SequenceEqual(actual.Shown)) yield return new Difference("shows", List(shows), List(actual.Shown));
        if (expected.Status is { } status && status != actual.Status) yield return new Difference("status", $"{status}", $"{actual.Status}");
        if (expected.AnsweredBy is { } by && by != AnsweredBy(actual)) yield return new Difference("answered-by", by.Length == 0 ? "nobody" : by, AnsweredBy(actual) is { Length: > 0 } who ? who : "nobody");
        if (expected.Duration is { } duration && duration != actual.Record.Duration) yield return new Difference("duration", ValueReader.Format(duration), ValueReader.Format(actual.Record.Duration));
        if (expected.IsEndedByCaller is { } byCaller && byCaller != actual.IsEndedByCaller) yield return new Difference("ended-by", Ender(byCaller), Ender(actual.IsEndedByCaller));
        if (expected.Charge is { } charge && charge != actual.Charges.Sum(one => one.Amount))
            yield return new Difference("charge", Money(charge), Money(actual.Charges.Sum(one => one.Amount)));
        foreach (var (name, value) in expected.Variables?.OrderBy(variable => variable.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, string>>())
        {
            var found = actual.Variables.GetValueOrDefault(name, "");
            if (found != value) yield return new Difference("variable " + name, Quoted(value), Quoted(found));
        }

        if (expected.Failures != actual.Failures.Count)
            yield return new Difference("failures", $"{expected.Failures}", actual.Failures.Count == 0 ? "none" : string.Join("; ", actual.Failures.Select(failure => $"{failure.Text} at {failure.Step.Info.Position}")));
    }

    private static bool Matches(IReadOnlyList<(string Step, string? Outcome)> expected, SimulationResult actual)
    {
        var entries = actual.Trace.Entries;
        if (expected.Count != entries.Count) return false;
        for (var i = 0; i < entries.Count; i++)
        {
            if (expected[i].Step != entries[i].Step.Info.Name || (expected[i].Outcome is { } outcome && outcome != entries[i].Outcome)) return false;
        }

        return true;
    }

    private static string AnsweredBy(SimulationResult actual) => actual.Record.AnsweredBy switch
    {
        null => "",
        { Extension: { } extension } => "ext:" + extension,
        var party => party.Number,
    };

    private static string Ender(bool byCaller) => byCaller ? "caller" : "switch";

    private static string Money(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"'{text}'";

    private static string Step((string Step, string? Outcome) step) => step.Outcome is null ? step.Step : $"{step.Step}: {step.Outcome}";

    private static string List(IEnumerable<string> items) => "[" + string.Join(", ", items) + "]";
}
