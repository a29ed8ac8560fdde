namespace Softswitch.Dialplan.Checking;

/// <summary>
/// Numbers that can be reached from every extension: dialling one leads, whatever happens on the way, to a step of an upper layer that rings somebody. <c>reach: ["911", "112"]</c>
/// </summary>
internal sealed record ReachRule(string Name, string Layer, IReadOnlyList<string> Numbers) : LockedRule(Name, Layer)
{
    public override void Check(RuledGraph graph)
    {
        foreach (var number in Numbers)
        {
            if (graph.Entries.Find(number) is { } first) Check(graph, number, new PlanEntry($"dialling {number}", first.Place, first, []));
            else graph.Findings.Add(graph.Start, Yaml.FindingCodes.Locked, $"{Broken}dialling {number} leads nowhere");
        }
    }

    private void Check(RuledGraph graph, string number, PlanEntry entry)
    {
        var isBroken = false;
        RuledGraph.Walk([entry], (_, way) =>
        {
            var step = way[^1].Step;
            if (isBroken || (Rings(step) && step.Layer is not null)) return null;
            var end = Rings(step) ? "which is not the layer's own" : EndOf(step, graph.OnError);
            if (end is null) return static _ => true;
            isBroken = true;
            graph.Report($"{Broken}{number} may not be reached", way, entry, end);
            return null;
        });
    }

    private static bool Rings(StepDraft step) => step.Type?.Outcomes.Contains("answered") == true;

    /// <summary>How a call can end at this step, or null.</summary>
    private static string? EndOf(StepDraft step, StepDraft? onError)
    {
        if (step.Type is not { } type) return "an unknown step";
        if (step.Exits.Find(exit => exit.To is null || exit is { AtMost: > 0, Else: null or { To: null } }) is { } exit) return $"{exit.Outcome.Text} ends the call";
        var handled = step.Exits.Select(one => one.Outcome.Text).ToHashSet(StringComparer.Ordinal);
        if (handled.Contains("default")) return null;
        if (type.Outcomes.FirstOrDefault(outcome => type.EndsCall.Contains(outcome) && !handled.Contains(outcome)) is { } ending && step.FlowUses.Count == 0) return $"{(ending == "done" ? "it" : ending)} ends the call";
        if (step is { FallsThrough: true, Following: null, FlowUses.Count: 0 }) return "its flow ends the call";
        // The kernel's own steps do not fail by themselves; a plugin can.
        return !type.IsKernel && !handled.Contains("error") && onError is null ? "an error ends the call" : null;
    }
}
