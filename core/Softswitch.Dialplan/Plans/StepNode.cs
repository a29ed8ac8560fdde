using System.Collections.Frozen;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Plans;

/// <summary>A step at its place in a compiled plan. Immutable once the plan is compiled; its identity is that of the place, so whoever runs it can keep what was made of its options by it.</summary>
public sealed class StepNode
{
    /// <summary>The place, in the words of the SDK.</summary>
    public required StepInfo Info { get; init; }

    /// <summary>The step.</summary>
    public required StepType Type { get; init; }

    /// <summary>What the plan says, variables not filled in.</summary>
    public required OptionValues Options { get; init; }

    /// <summary>Names of the variables that stand in the options; empty where the options are the same for each call.</summary>
    public required IReadOnlyList<string> Variables { get; init; }

    /// <summary>Longest time for one run.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>What its options name that plugins offer beside steps.</summary>
    public IReadOnlyList<PointType> Points
    {
        get;
        init
        {
            field = value;
            Partners = value.Count == 0 ? [] : [.. value.Where(point => !PointKinds.IsAskedApart(point.Kind))];
        }
    } = [];

    /// <summary>Those of them whose code the step runs. A step of the kernel that has any runs as plugins' steps do.</summary>
    public IReadOnlyList<PointType> Partners { get; private init; } = [];

    /// <summary>Whether it is run wherever the call is, without any code of a plugin.</summary>
    public bool IsInline => Type.IsKernel && Partners.Count == 0;

    /// <summary>The plugin that answers for what it does.</summary>
    public string Plugin => Partners.Count > 0 && Type.IsKernel ? Partners[0].Plugin : Type.Plugin;

    /// <summary>What is switched off where it keeps failing: <c>ivr.menu</c>, <c>bridge with acme.fewest-calls</c>.</summary>
    internal string Guarded => field ??= Partners.Count > 0 && Type.IsKernel ? $"{Type.Name} with {string.Join(" and ", Partners.Select(point => point.Name).Distinct())}" : Type.Name;

    /// <summary>What follows each outcome that the plan maps. Set when the plan is compiled, once every node is there.</summary>
    public FrozenDictionary<string, PlanExit> Exits { get; internal set; } = FrozenDictionary<string, PlanExit>.Empty;

    /// <summary>What follows any other outcome, or null.</summary>
    public PlanExit? Default { get; internal set; }

    /// <summary>What the kernel made of the options of one of its own steps.</summary>
    internal object? KernelCode { get; set; }

    /// <summary>What follows <paramref name="outcome"/>; null where the plan says nothing, which the checker lets pass only of outcomes that end the call, and of <c>error</c>.</summary>
    public PlanExit? After(Outcome outcome)
    {
        if (Exits.TryGetValue(outcome.Name, out var exit)) return exit;
        return outcome == Outcome.Error ? null : Default;
    }
}
