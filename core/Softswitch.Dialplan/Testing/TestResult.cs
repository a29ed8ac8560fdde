using Softswitch.Dialplan.Simulation;

namespace Softswitch.Dialplan.Testing;

/// <summary>How a test went.</summary>
/// <param name="File">Its file.</param>
/// <param name="Test">The test.</param>
/// <param name="Differences">What was otherwise than expected; empty where it passed.</param>
/// <param name="Calls">The calls that were made, up to the first that went otherwise.</param>
public sealed record TestResult(TestFile File, TestCase Test, IReadOnlyList<Difference> Differences, IReadOnlyList<SimulationResult> Calls)
{
    /// <summary>Whether all was as expected.</summary>
    public bool HasPassed => Differences.Count == 0;

    /// <summary><c>office.test.yaml:12:3</c>.</summary>
    public string Position => $"{File.Path}:{Test.Place.Line}:{Test.Place.Column}";
}

/// <summary>Something that was otherwise than expected.</summary>
/// <param name="What">The key of <c>expect</c>.</param>
/// <param name="Expected">What it says.</param>
/// <param name="Actual">What was.</param>
public sealed record Difference(string What, string Expected, string Actual)
{
    /// <summary>On one line.</summary>
    public override string ToString() => $"{What}: expected {Expected}, but it was {Actual}";
}
