using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads <c>flows</c>: first the names, so that flows can name each other, then their steps.</summary>
internal sealed class FlowsReader(PlanScope scope, string? layer)
{
    private static readonly string[] Reserved = [ExitReader.End, ExitReader.Next, EntriesReader.Off];

    private readonly List<(FlowDraft Flow, YamlValue Body)> _bodies = [];

    public IEnumerable<FlowDraft> Flows => _bodies.Select(body => body.Flow);

    /// <summary>All steps of all flows, in the order of the files.</summary>
    public IEnumerable<StepDraft> Steps => _bodies.SelectMany(body => body.Flow.Steps);

    public void Register(IReadOnlyList<YamlEntry> entries)
    {
        foreach (var (name, body) in entries)
        {
            if (!PlanNames.IsIdentifier(name.Text))
                scope.Findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' is no name of a flow; expected lower-case letters, digits and hyphens, a letter first");
            else if (Reserved.Contains(name.Text))
                scope.Findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' cannot name a flow; it has a meaning of its own");
            var flow = new FlowDraft(name, layer);
            scope.Flows[name.Text] = flow;
            _bodies.Add((flow, body));
        }
    }

    public void ReadBodies()
    {
        var reader = new StepReader(scope);
        foreach (var (flow, body) in _bodies)
        {
            if (body is not YamlList { Items.Count: > 0 } list)
            {
                scope.Findings.Add(body, FindingCodes.WrongType, $"flow '{flow.Name}' is {(body is YamlList ? "an empty list" : body.Described)}; expected a list of steps");
                flow.Steps.Add(new StepDraft(flow.Name, flow.Key.Place, layer));
                scope.IsGuessing = true;
                continue;
            }

            foreach (var item in list.Items)
            {
                var step = reader.Read(flow.Name, item, layer);
                if (flow.Steps.LastOrDefault() is { } before) before.Following = step;
                flow.Steps.Add(step);
            }
        }
    }
}
