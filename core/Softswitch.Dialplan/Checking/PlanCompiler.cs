using System.Collections.Frozen;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>Makes steps that can be run of drafts in which nothing is wrong.</summary>
internal static class PlanCompiler
{
    public static void Compile(IReadOnlyList<StepDraft> steps)
    {
        foreach (var step in steps) step.Node = NodeOf(step);
        foreach (var step in steps) Link(step);
    }

    public static FrozenDictionary<string, StepNode> Extensions(IReadOnlyDictionary<string, StepDraft?> firsts, PlanLanguage language) =>
        firsts.ToFrozenDictionary(extension => extension.Key, extension => extension.Value?.Node ?? language.Ring(extension.Key));

    public static FrozenDictionary<string, StepNode> Numbers(EffectiveEntries entries) =>
        entries.Numbers.ToFrozenDictionary(number => number.Key, number => number.Value.First.Node!);

    public static FrozenDictionary<string, StepNode> Flows(IReadOnlyDictionary<string, FlowDraft> flows) =>
        flows.ToFrozenDictionary(flow => flow.Key, flow => flow.Value.Steps[0].Node!);

    public static PlanCodes Codes(IEnumerable<(YamlText Key, CodePattern Code, StepDraft First)> codes, PlanCodes? above, IEnumerable<string> hidden) =>
        new([.. codes.Select(code => (code.Code, code.First.Node))], above, hidden);

    public static FrozenSet<string> Variables(PlanScope scope) => scope.Variables.Keys.Where(name => !VariableTypes.BuiltIn.ContainsKey(name)).ToFrozenSet();

    public static FrozenDictionary<string, string> Defaults(PlanScope scope) =>
        scope.Defaults.Count == 0 ? FrozenDictionary<string, string>.Empty : scope.Defaults.ToFrozenDictionary();

    /// <summary>The step that dialling an extension leads to where nothing else is said.</summary>
    public static StepNode Ring(StepType bridge, string extension) => new()
    {
        Info = new StepInfo(bridge.Name, "extension", $"extension {extension}", FrozenSet<string>.Empty),
        Type = bridge,
        Options = new PlanOptions([KeyValuePair.Create("to", (object)new object[] { "ext:" + extension })]),
        Variables = [],
        Deadline = bridge.Deadline,
    };

    private static StepNode NodeOf(StepDraft step) => new()
    {
        Info = new StepInfo(
            step.Type!.Name,
            step.Flow,
            $"{step.Place.File}:{step.Place.Line}:{step.Place.Column}",
            step.Exits.Count == 0 ? FrozenSet<string>.Empty : step.Exits.Select(exit => exit.Outcome.Text).ToFrozenSet()),
        Type = step.Type,
        Options = step.Options,
        Variables = step.Variables.Count == 0 ? [] : [.. step.Variables.Select(variable => variable.Name).Distinct()],
        Deadline = step.Deadline,
        Points = step.Points.Count == 0 ? [] : [.. step.Points],
    };

    private static void Link(StepDraft step)
    {
        var node = step.Node!;
        var named = step.Exits.Where(exit => exit.Outcome.Text != "default").ToList();
        if (named.Count > 0) node.Exits = named.ToFrozenDictionary(exit => exit.Outcome.Text, ExitOf);
        if (step.Exits.Find(exit => exit.Outcome.Text == "default") is { } rest) node.Default = ExitOf(rest);
        else if (step.FallsThrough) node.Default = step.Following is { } following ? new PlanExit(following.Node) : PlanExit.Return;
    }

    private static PlanExit ExitOf(ExitDraft exit) =>
        exit is { To: null, AtMost: 0 } ? PlanExit.End : new PlanExit(exit.To?.Node, exit.AtMost, exit.Else is null ? null : ExitOf(exit.Else));
}
