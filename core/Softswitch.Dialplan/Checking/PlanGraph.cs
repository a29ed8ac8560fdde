using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Looks at a plan as a graph of steps: what nothing leads to, what leads back to itself, what is used before it can have a value.</summary>
internal static class PlanGraph
{
    private enum Visit
    {
        Never,
        UnderWay,
        Done,
    }

    /// <summary>Reports loops, values that are missing, and, where all that is written was understood, what no call reaches.</summary>
    /// <param name="steps">The plan's own steps, without those of the layers above.</param>
    /// <param name="flows">The plan's own flows.</param>
    /// <param name="entries">Where calls come in.</param>
    /// <param name="scope">Names and findings.</param>
    public static void Check(IReadOnlyList<StepDraft> steps, IEnumerable<FlowDraft> flows, IReadOnlyList<PlanEntry> entries, PlanScope scope)
    {
        var reached = Reach(entries);
        if (!scope.IsGuessing) ReportUnreached(steps, flows, reached, scope.Findings);
        ReportLoops(entries.Select(entry => entry.First).Concat(steps), scope.Findings);
        foreach (var placeholder in scope.Placeholders) ReportMissingValues(placeholder, entries, scope);
    }

    /// <summary>Every step that calls from there can come to.</summary>
    public static HashSet<StepDraft> Reach(IEnumerable<PlanEntry> entries)
    {
        var reached = new HashSet<StepDraft>();
        var waiting = new Stack<StepDraft>(entries.Select(entry => entry.First));
        while (waiting.TryPop(out var step))
        {
            if (!reached.Add(step)) continue;
            foreach (var way in step.Ways()) waiting.Push(way.To);
        }

        return reached;
    }

    private static void ReportUnreached(IReadOnlyList<StepDraft> steps, IEnumerable<FlowDraft> flows, HashSet<StepDraft> reached, FileFindings findings)
    {
        var unreached = flows.Where(flow => !reached.Contains(flow.Steps[0])).Select(flow => flow.Key).ToDictionary(name => name.Text, StringComparer.Ordinal);
        foreach (var name in unreached.Values) findings.Add(name, FindingCodes.Unreachable, $"nothing leads to flow '{name.Text}'");
        foreach (var step in steps)
        {
            if (!reached.Contains(step) && !unreached.ContainsKey(step.Flow))
                findings.Add(step.Place, FindingCodes.Unreachable, $"nothing leads to this step of flow '{step.Flow}'; expected 'next' after an outcome of the step before it");
        }
    }

    /// <summary>Loops on which a call could go round without end. One among flows that nothing leads to is a loop all the same.</summary>
    private static void ReportLoops(IEnumerable<StepDraft> starts, FileFindings findings)
    {
        var visits = new Dictionary<StepDraft, Visit>();
        var path = new List<StepDraft>();
        foreach (var start in starts) Walk(start, visits, path, findings);
    }

    private static void Walk(StepDraft step, Dictionary<StepDraft, Visit> visits, List<StepDraft> path, FileFindings findings)
    {
        if (visits.GetValueOrDefault(step) != Visit.Never) return;
        visits[step] = Visit.UnderWay;
        path.Add(step);
        foreach (var (to, place, isBounded, _) in step.Ways())
        {
            if (isBounded) continue;
            if (visits.GetValueOrDefault(to) == Visit.UnderWay) findings.Add(place, FindingCodes.Loop, LoopText(to, path));
            else Walk(to, visits, path, findings);
        }

        path.RemoveAt(path.Count - 1);
        visits[step] = Visit.Done;
    }

    private static string LoopText(StepDraft first, List<StepDraft> path)
    {
        var flows = new List<string>();
        foreach (var step in path[path.IndexOf(first)..])
        {
            if (flows.Count == 0 || flows[^1] != step.Flow) flows.Add(step.Flow);
        }

        return $"a loop without a bound: {string.Join(", ", flows)} and {first.Flow} again; expected at-most on the way";
    }

    private static void ReportMissingValues(string placeholder, IReadOnlyList<PlanEntry> entries, PlanScope scope)
    {
        foreach (var entry in entries)
        {
            if (entry.Placeholders.Contains(placeholder)) continue;
            foreach (var step in Reach([entry]))
            {
                foreach (var (name, place) in step.Variables)
                {
                    if (name != placeholder) continue;
                    scope.Findings.Add(place, FindingCodes.NoValue, $"'{name}' has no value in calls to {entry.Text}, which come here too");
                    return;
                }
            }
        }
    }
}
