namespace Softswitch.Dialplan.Checking;

/// <summary>
/// A step that no call comes to without having passed another one before, by a certain outcome where one is given: <c>{ before: recording.start, pass: recording.consent, by: accepted }</c>.
/// It counts in the same path only: a flow that is called may have been left by any outcome.
/// </summary>
internal sealed record BeforeRule(string Name, string Layer, string Step, string Pass, string? By) : LockedRule(Name, Layer)
{
    public override void Check(RuledGraph graph)
    {
        var told = new HashSet<StepDraft>();
        RuledGraph.Walk(graph.Ways, (entry, way) =>
        {
            var step = way[^1].Step;
            if (step.Type?.Name == Step && told.Add(step))
                graph.Report($"{Broken}{Step} without {Pass}{(By is null ? "" : " " + By)} before it", way, entry, null);
            if (step.Type?.Name != Pass) return static _ => true;
            return By is null ? null : outcome => outcome != By;
        });
    }
}
