using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads one step of a flow: its name, its options, <c>deadline</c> and <c>then</c>.</summary>
internal sealed class StepReader(PlanScope scope)
{
    private const string Then = "then";
    private const string DeadlineKey = "deadline";

    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(100);

    /// <summary>The step. One with findings is there too, so that what it leads to is not found unreachable.</summary>
    /// <param name="flow">Name of its flow, or the code it stands at.</param>
    /// <param name="value">Where it stands.</param>
    /// <param name="layer">The layer it belongs to, or null.</param>
    public StepDraft Read(string flow, YamlValue value, string? layer)
    {
        var step = new StepDraft(flow, value.Place, layer);
        if (value is not YamlMap map)
        {
            scope.Findings.Add(value, FindingCodes.WrongType, $"a step is {value.Described}; expected a map such as bridge: {{ to: \"ext:100\" }}");
            return step;
        }

        YamlText? name = null;
        foreach (var (key, body) in map.Entries)
        {
            if (key.Text is Then or DeadlineKey) continue;
            if (name is null)
            {
                name = key;
                ReadBody(step, key, body);
            }
            else
            {
                scope.Findings.Add(key, FindingCodes.UnknownStep, $"'{key.Text}' is a second step beside '{name.Text}'; expected an entry of its own, or then{Meant(key.Text)}");
            }
        }

        if (name is null) scope.Findings.Add(map, FindingCodes.MissingKey, "no step is named here; expected one, such as bridge: { to: \"ext:100\" }");
        foreach (var (key, body) in map.Entries)
        {
            if (key.Text == Then) new ExitReader(scope, step).Read(body);
            else if (key.Text == DeadlineKey) ReadDeadline(step, body);
        }

        // Without its outcomes what an unknown step leads to is not known.
        if (step.Type is null && step.Exits.Count == 0 && name is not null) scope.IsGuessing = true;
        return step;
    }

    private void ReadBody(StepDraft step, YamlText name, YamlValue body)
    {
        if (!scope.Steps.TryGetValue(name.Text, out var type))
        {
            type = Unknown(name);
            if (type is null) return;
        }

        step.Type = type;
        step.Deadline = type.Deadline;
        var before = scope.Findings.Count;
        step.Options = new OptionReader(scope, step).Read(body, type.Options, type.Name);
        if (scope.Findings.Count == before) KernelOptions.Check(step, name, scope.Findings);
    }

    /// <summary>Reports the step; gives the one that was probably meant, so that the rest of it can be checked.</summary>
    private StepType? Unknown(YamlText name)
    {
        if (scope.Foreign.Any(id => name.Text == id || name.Text.StartsWith(id + ".", StringComparison.Ordinal))) return null;
        if (scope.UnusedSteps.TryGetValue(name.Text, out var plugin))
        {
            scope.Findings.Add(name, FindingCodes.UnknownStep, $"step '{name.Text}' belongs to {UsesReader.Missing(plugin.Id, plugin.Version)}");
            return plugin.Steps.First(step => step.Name == name.Text);
        }

        scope.Findings.Add(name, FindingCodes.UnknownStep, $"unknown step '{name.Text}'{Suggestion.For(name.Text, [.. scope.Steps.Keys, Then, DeadlineKey, .. scope.UnusedSteps.Keys])}");
        return Suggestion.Nearest(name.Text, scope.Steps.Keys) is { } meant ? scope.Steps[meant] : null;
    }

    private void ReadDeadline(StepDraft step, YamlValue value)
    {
        var longest = step.Type?.Deadline ?? TimeSpan.FromDays(1);
        if (ValueReader.Duration(value, DeadlineKey, longest < ShortestDeadline ? longest : ShortestDeadline, longest, scope.Findings) is { } deadline) step.Deadline = deadline;
    }

    private static string Meant(string key) => Suggestion.Nearest(key, [Then, DeadlineKey]) is { } meant ? $"; did you mean '{meant}'?" : "";
}
