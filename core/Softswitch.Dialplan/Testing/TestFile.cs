using System.Collections.Immutable;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Testing;

/// <summary>The tests of a plan, as one file has them.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Account">The account that they are tests of.</param>
/// <param name="Tests">The tests, in the order of the file.</param>
public sealed record TestFile(string Path, string Account, ImmutableArray<TestCase> Tests);

/// <summary>A test: one call, or several after each other that find what those before have left.</summary>
/// <param name="Name">Its name, a sentence.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Calls">At least one.</param>
public sealed record TestCase(string Name, Place Place, ImmutableArray<TestedCall> Calls);

/// <summary>A call of a test.</summary>
/// <param name="Script">What the people do.</param>
/// <param name="Expected">What has to come of it.</param>
/// <param name="Place">Where what is expected stands.</param>
public sealed record TestedCall(CallScript Script, Expectation Expected, Place Place);

/// <summary>What a test expects of a call. Whatever is null may be as it likes.</summary>
public sealed record Expectation
{
    /// <summary>Flows in the order they are entered.</summary>
    public ImmutableArray<string>? Path { get; init; }

    /// <summary>Steps with their outcomes, in order; an outcome of null is any.</summary>
    public ImmutableArray<(string Step, string? Outcome)>? Steps { get; init; }

    /// <summary>Prompts heard, in order.</summary>
    public ImmutableArray<string>? Hears { get; init; }

    /// <summary>Who is rung, in order.</summary>
    public ImmutableArray<string>? Rings { get; init; }

    /// <summary>What those are shown of the caller, each once: the name, or the number where there is none.</summary>
    public ImmutableArray<string>? Shows { get; init; }

    /// <summary>Status that the caller is told.</summary>
    public int? Status { get; init; }

    /// <summary>Who answers last; empty for nobody.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>From the answer to the end of the call.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether the caller hangs up, and not the switch or the called.</summary>
    public bool? IsEndedByCaller { get; init; }

    /// <summary>What is charged for it.</summary>
    public decimal? Charge { get; init; }

    /// <summary>Values of variables at the end; empty for one without a value.</summary>
    public ImmutableDictionary<string, string>? Variables { get; init; }

    /// <summary>How many steps fail. Default none.</summary>
    public int Failures { get; init; }
}
