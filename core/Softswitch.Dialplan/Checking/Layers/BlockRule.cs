using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Numbers that nobody rings, by what they begin with: <c>block: ["+1900"]</c>. Numbers that come from variables and plugins are looked at when they are rung (<see cref="Plan.Blocked"/>).</summary>
internal sealed record BlockRule(string Name, string Layer, IReadOnlyList<string> Prefixes) : LockedRule(Name, Layer)
{
    public override void Check(RuledGraph graph)
    {
        RuledGraph.Walk(graph.Ways, (entry, way) =>
        {
            foreach (var (target, place) in way[^1].Step.Targets)
            {
                if (Plan.NumberOf(target) is not { } number || !Prefixes.Any(prefix => number.StartsWith(prefix, StringComparison.Ordinal))) continue;
                if (way[^1].Step.Layer is null) graph.Findings.Add(place, FindingCodes.Locked, $"{Broken}{number} is not to be rung");
                else graph.Report($"{Broken}{number} is not to be rung", way, entry, null);
            }

            return static _ => true;
        });
    }
}
