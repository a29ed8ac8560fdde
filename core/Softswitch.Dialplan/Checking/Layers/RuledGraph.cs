using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>A plan with all that is above it, for rules to walk through.</summary>
/// <param name="Entries">What can be dialled.</param>
/// <param name="Ways">Where calls come in.</param>
/// <param name="OnError">First step of the flow for errors, or null.</param>
/// <param name="Own">The plan's own part.</param>
/// <param name="Start">Where the plan's files begin.</param>
/// <param name="Findings">Where findings go.</param>
internal sealed record RuledGraph(EffectiveEntries Entries, IReadOnlyList<PlanEntry> Ways, StepDraft? OnError, PlanPart Own, Place Start, FileFindings Findings)
{
    /// <summary>Reports what was found at the last place on the way that the plan itself has written, with the whole way.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="way">The steps, and the outcome by which each is left.</param>
    /// <param name="entry">Where the way begins.</param>
    /// <param name="end">What stands at its end, or null where that is the last step itself.</param>
    public void Report(string problem, IReadOnlyList<(StepDraft Step, string? Outcome)> way, PlanEntry entry, string? end)
    {
        var last = way.LastOrDefault(visit => visit.Step.Layer is null).Step;
        Findings.Add(last?.Place ?? (entry.First.Layer is null ? entry.Place : Start), FindingCodes.Locked, $"{problem}: {Describe(way, entry, end)}");
    }

    /// <summary>Walks every way that calls can take, each step once, as long as <paramref name="goesOn"/> says so.</summary>
    /// <param name="entries">Where to begin.</param>
    /// <param name="goesOn">Is told of each step with the way to it, itself included; and says by which outcomes to go on.</param>
    public static void Walk(IEnumerable<PlanEntry> entries, Func<PlanEntry, IReadOnlyList<(StepDraft Step, string? Outcome)>, Func<string, bool>?> goesOn)
    {
        var seen = new HashSet<StepDraft>();
        foreach (var entry in entries) Walk(entry, entry.First, [], seen, goesOn);
    }

    private static void Walk(
        PlanEntry entry, StepDraft step, List<(StepDraft, string?)> way, HashSet<StepDraft> seen, Func<PlanEntry, IReadOnlyList<(StepDraft Step, string? Outcome)>, Func<string, bool>?> goesOn)
    {
        if (!seen.Add(step)) return;
        way.Add((step, null));
        if (goesOn(entry, way) is { } isOpen)
        {
            foreach (var (to, _, _, outcome) in step.Ways())
            {
                if (!isOpen(outcome)) continue;
                way[^1] = (step, outcome);
                Walk(entry, to, way, seen, goesOn);
            }
        }

        way.RemoveAt(way.Count - 1);
    }

    private static string Describe(IReadOnlyList<(StepDraft Step, string? Outcome)> way, PlanEntry entry, string? end)
    {
        var steps = way.Select(visit => $"{visit.Step.Type?.Name} ({visit.Step.Place.File}:{visit.Step.Place.Line}){(visit.Outcome is null ? "" : " " + visit.Outcome)}");
        return string.Join(", ", new[] { entry.Text }.Concat(steps).Concat(end is null ? [] : [end]));
    }
}
