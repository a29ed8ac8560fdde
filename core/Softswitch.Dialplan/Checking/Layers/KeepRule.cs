using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Flows, codes and numbers that nobody below puts their own in the place of, or turns off: <c>keep: [emergency, "*69"]</c>.</summary>
internal sealed record KeepRule(string Name, string Layer, IReadOnlyList<string> Names) : LockedRule(Name, Layer)
{
    public override void Check(RuledGraph graph)
    {
        foreach (var key in graph.Own.Keys)
        {
            if (Names.Contains(key.Text)) graph.Findings.Add(key, FindingCodes.Locked, $"{Broken}'{key.Text}' is to be kept as it is");
        }
    }
}
