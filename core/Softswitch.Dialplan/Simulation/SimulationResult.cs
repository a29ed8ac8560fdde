using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Traces;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>What became of a simulated call.</summary>
public sealed record SimulationResult
{
    /// <summary>Its way through the plan, the same as a live call's.</summary>
    public required CallTrace Trace { get; init; }

    /// <summary>What the people saw and heard, in order.</summary>
    public required IReadOnlyList<SimulatedEvent> Events { get; init; }

    /// <summary>The call's record.</summary>
    public required CallSummary Record { get; init; }

    /// <summary>What the caller was told: 200 where the call was answered, 302 where it was redirected, 487 where the caller hung up first, else the status of the refusal.</summary>
    public required int Status { get; init; }

    /// <summary>Whether the caller hung up.</summary>
    public required bool IsEndedByCaller { get; init; }

    /// <summary>What went wrong in steps.</summary>
    public required IReadOnlyList<StepFailure> Failures { get; init; }

    /// <summary>What was charged, in order, with the texts of the customer's statement.</summary>
    public required IReadOnlyList<(decimal Amount, string Text)> Charges { get; init; }

    /// <summary>Values of the plan's variables at the end, of those that have one.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>When anything happened, since the call came in: each moment at which the clock stood still, the first 1000 of them.</summary>
    public required IReadOnlyList<TimeSpan> Moments { get; init; }

    /// <summary>Timers of plugins that still ran when the call was over and all its steps had ended.</summary>
    public required int TimersLeft { get; init; }

    /// <summary>The prompts that were heard, in order.</summary>
    public IEnumerable<string> Prompts => Subjects(SimulatedEventKind.Heard);

    /// <summary>Those who were rung, in order.</summary>
    public IEnumerable<string> Rung => Subjects(SimulatedEventKind.Rang);

    /// <summary>What those showed of the caller, in order and each once: the name, or the number where there is none.</summary>
    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>The flows the call went through, each where it was entered.</summary>
    public IEnumerable<string> Flows
    {
        get
        {
            var last = "";
            foreach (var entry in Trace.Entries)
            {
                if (entry.Step.Info.Flow != last) yield return last = entry.Step.Info.Flow;
            }
        }
    }

    private IEnumerable<string> Subjects(SimulatedEventKind kind) => Events.Where(happened => happened.Kind == kind).Select(happened => happened.Subject);
}
