using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>The names that a plan's parts can use while they are read.</summary>
internal sealed class PlanScope(FileFindings findings, string account, IPlanResources resources)
{
    /// <summary>Where findings go.</summary>
    public FileFindings Findings { get; } = findings;

    public string Account { get; } = account;

    /// <summary>The reseller that the account is one of, or whose layer it is; null for none.</summary>
    public string? Reseller { get; init; }

    public IPlanResources Resources { get; } = resources;

    /// <summary>The files beside the plan, or null where they are not known.</summary>
    public IReadOnlyList<PlanFile>? Files { get; init; }

    /// <summary>What is wrong with a target that is spelt well, in the eyes of whoever will ring it; null where nothing is.</summary>
    public Func<DialTarget, string?> TargetProblem { get; init; } = static _ => null;

    /// <summary>Steps by name: the kernel's, and those of the plugins that the plan uses.</summary>
    public Dictionary<string, StepType> Steps { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Steps of plugins that the plan could use and does not say so, by name.</summary>
    public Dictionary<string, PluginType> UnusedSteps { get; } = new(StringComparer.Ordinal);

    /// <summary>Plugins that the plan uses, each where it says so, in the version that it is compiled with.</summary>
    public List<PlanUse> Uses { get; } = [];

    /// <summary>What else the plugins offer that the plan uses.</summary>
    public List<PointType> Points { get; } = [];

    /// <summary>What plugins offer that the plan could use and does not say so.</summary>
    public List<PointType> UnusedPoints { get; } = [];

    /// <summary>Plugins that the plan names and that are others': what their steps are is not told, and that they are unknown has been said.</summary>
    public HashSet<string> Foreign { get; } = new(StringComparer.Ordinal);

    /// <summary>Types of variables that are declared, the switch's own among them.</summary>
    public Dictionary<string, VariableType> Variables { get; init; } = new(VariableTypes.BuiltIn, StringComparer.Ordinal);

    /// <summary>Values that variables begin with.</summary>
    public Dictionary<string, string> Defaults { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Placeholders of any code.</summary>
    public HashSet<string> Placeholders { get; init; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Extensions { get; init; } = [];

    public HashSet<string> Numbers { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, FlowDraft> Flows { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether something could not be understood that may have led somewhere: what seems out of reach need not be.</summary>
    public bool IsGuessing { get; set; }

    /// <summary>Type of a variable or placeholder; null, and a finding, where there is none.</summary>
    public VariableType? VariableOf(string name, Place place)
    {
        if (Variables.TryGetValue(name, out var type)) return type;
        if (Placeholders.Contains(name)) return VariableType.Number;
        Findings.Add(place, FindingCodes.UnknownVariable, $"unknown variable '{name}'{Suggestion.For(name, [.. Variables.Keys, .. Placeholders])}");
        return null;
    }

    /// <summary>A flow by name. An unknown name counts as the one that was probably meant, so that this is not found unreachable as well.</summary>
    public FlowDraft? FlowOf(YamlText name, params string[] words)
    {
        if (Flows.TryGetValue(name.Text, out var flow)) return flow;
        Findings.Add(name, FindingCodes.UnknownFlow, $"unknown flow '{name.Text}'{Suggestion.For(name.Text, [.. Flows.Keys, .. words])}");
        if (Suggestion.Nearest(name.Text, Flows.Keys) is { } meant) return Flows[meant];
        IsGuessing = true;
        return null;
    }
}
