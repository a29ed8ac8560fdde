using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Looks at a plan as a graph of steps: what nothing leads to, and what leads back to itself.</summary>
internal static class PlanGraph
{
    private enum Visit
    {
        Never,
        UnderWay,
        Done,
    }

    /// <summary>Reports loops, and, with <paramref name="checkReach"/>, flows and steps that no number leads to.</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="flows">The flows, each with its first step.</param>
    /// <param name="entries">First steps of what numbers run.</param>
    /// <param name="checkReach">Whether all exits and numbers are known, so that what is not reached certainly is not.</param>
    /// <param name="findings">Where findings go.</param>
    public static void Check(IReadOnlyList<PlanStep> steps, IReadOnlyList<(YamlText Name, int First)> flows, IEnumerable<int> entries, bool checkReach, FileFindings findings)
    {
        var visits = new Visit[steps.Count];
        var path = new List<int>();
        foreach (var entry in entries)
        {
            if (entry != PlanExit.End) Walk(entry, steps, visits, path, findings);
        }

        if (checkReach) ReportUnreached(steps, flows, visits, findings);

        // A loop among flows that nothing leads to is a loop all the same.
        for (var i = 0; i < steps.Count; i++) Walk(i, steps, visits, path, findings);
    }

    private static void Walk(int index, IReadOnlyList<PlanStep> steps, Visit[] visits, List<int> path, FileFindings findings)
    {
        if (visits[index] != Visit.Never) return;
        visits[index] = Visit.UnderWay;
        path.Add(index);
        foreach (var exit in steps[index].Exits)
        {
            if (exit.To == PlanExit.End) continue;
            if (visits[exit.To] == Visit.UnderWay) findings.Add(exit.Target, FindingCodes.Loop, LoopText(exit.To, steps, path));
            else Walk(exit.To, steps, visits, path, findings);
        }

        path.RemoveAt(path.Count - 1);
        visits[index] = Visit.Done;
    }

    private static string LoopText(int first, IReadOnlyList<PlanStep> steps, List<int> path)
    {
        var flows = new List<string>();
        foreach (var index in path[path.IndexOf(first)..])
        {
            if (flows.Count == 0 || flows[^1] != steps[index].Flow) flows.Add(steps[index].Flow);
        }

        return $"a loop without a bound: {string.Join(", ", flows)} and {steps[first].Flow} again";
    }

    private static void ReportUnreached(IReadOnlyList<PlanStep> steps, IReadOnlyList<(YamlText Name, int First)> flows, Visit[] visits, FileFindings findings)
    {
        var unreached = flows.Where(flow => visits[flow.First] == Visit.Never).Select(flow => flow.Name).ToDictionary(name => name.Text, StringComparer.Ordinal);
        foreach (var name in unreached.Values) findings.Add(name, FindingCodes.Unreachable, $"nothing leads to flow '{name.Text}'");
        for (var i = 0; i < steps.Count; i++)
        {
            if (visits[i] == Visit.Never && !unreached.ContainsKey(steps[i].Flow))
                findings.Add(steps[i].Place, FindingCodes.Unreachable, $"nothing leads to this step of flow '{steps[i].Flow}'; expected 'next' after an outcome of the step before it");
        }
    }
}
