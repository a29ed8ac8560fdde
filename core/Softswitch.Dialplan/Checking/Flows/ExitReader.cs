using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads <c>then</c>: outcome to flow, <c>next</c>, <c>end</c> or <c>{ goto: flow, at-most: 2, else: flow }</c>.</summary>
internal sealed class ExitReader(PlanScope scope, StepDraft step)
{
    public const string End = "end";
    public const string Next = "next";

    private const string Rest = "default";
    private const string Expected = "the name of a flow, next, end, or { goto: FLOW, at-most: 2, else: FLOW }";
    private const int MostTimes = 100;

    private static readonly string[] BoundKeys = ["goto", "at-most", "else"];

    public void Read(YamlValue value)
    {
        if (value is not YamlMap map)
        {
            scope.Findings.Add(value, FindingCodes.WrongType, $"then is {value.Described}; expected a map of outcomes to flows");
            scope.IsGuessing = true;
            return;
        }

        foreach (var (outcome, target) in map.Entries)
        {
            CheckOutcome(outcome);
            if (ReadExit(outcome, target) is { } exit) step.Exits.Add(exit);
        }
    }

    /// <summary>Reports the outcomes that nothing is said about and that need it.</summary>
    public static void CheckHandled(StepDraft step, FileFindings findings)
    {
        if (step.Type is not { } type || type.FallsThrough || step.Exits.Exists(exit => exit.Outcome.Text == Rest)) return;
        var unhandled = type.Outcomes.Where(outcome => !type.EndsCall.Contains(outcome) && !step.Exits.Exists(exit => exit.Outcome.Text == outcome)).ToArray();
        if (unhandled.Length == 0) return;
        var names = unhandled.Length == 1 ? $"outcome '{unhandled[0]}'" : $"outcomes '{string.Join("', '", unhandled[..^1])}' and '{unhandled[^1]}'";
        findings.Add(step.Place, FindingCodes.UnhandledOutcome, $"{names} of {type.Name} lead{(unhandled.Length == 1 ? "s" : "")} nowhere; expected {(unhandled.Length == 1 ? "it" : "them")} in then, or default");
    }

    /// <summary>Finds what each exit leads to, once all flows are read.</summary>
    public void Resolve()
    {
        foreach (var exit in step.Exits)
        {
            exit.To = Resolve(exit.Target);
            if (exit.Else is { } then) then.To = Resolve(then.Target);
        }

        foreach (var use in step.FlowUses) use.To = scope.FlowOf(use.Name)?.Steps.FirstOrDefault();
    }

    private StepDraft? Resolve(YamlText target)
    {
        switch (target.Text)
        {
            case End:
                return null;
            case Next when step.Following is not null:
                return step.Following;
            case Next:
                scope.Findings.Add(target, FindingCodes.UnknownFlow, "no step follows this one; expected the name of a flow or end");
                return null;
            default:
                return scope.FlowOf(target, End, Next)?.Steps.FirstOrDefault();
        }
    }

    private void CheckOutcome(YamlText outcome)
    {
        if (step.Type is not { } type || outcome.Text == Rest || type.Declares(outcome.Text)) return;
        scope.Findings.Add(outcome, FindingCodes.UnknownOutcome, $"{type.Name} has no outcome '{outcome.Text}'{Suggestion.For(outcome.Text, [.. type.Outcomes, "error", Rest])}");
    }

    private ExitDraft? ReadExit(YamlText outcome, YamlValue target)
    {
        switch (target)
        {
            case YamlText { IsMissing: false } name:
                return new ExitDraft(outcome, name);
            case YamlMap map:
                return ReadBounded(outcome, map);
            default:
                scope.Findings.Add(target, FindingCodes.WrongType, $"what follows '{outcome.Text}' is {target.Described}; expected {Expected}");
                scope.IsGuessing = true;
                return null;
        }
    }

    private ExitDraft? ReadBounded(YamlText outcome, YamlMap value)
    {
        var map = MapReader.Open(value, $"what follows '{outcome.Text}'", BoundKeys, scope.Findings)!;
        if (Name(map.Require("goto", "the name of a flow, next or end"), "goto") is not { } target)
        {
            scope.IsGuessing = true;
            return null;
        }

        var most = map.Find("at-most") is { } times ? ValueReader.Number(times, "at-most", 1, MostTimes, scope.Findings) ?? 1 : 0;
        var otherwise = Name(map.Find("else"), "else");
        if (otherwise is not null && map.Find("at-most") is null) scope.Findings.Add(otherwise, FindingCodes.MissingKey, "else is never taken; expected at-most beside it");
        return new ExitDraft(outcome, target, most, otherwise is null ? null : new ExitDraft(outcome, otherwise));
    }

    private YamlText? Name(YamlValue? value, string key)
    {
        if (value is null or YamlText { IsMissing: false }) return (YamlText?)value;
        scope.Findings.Add(value, FindingCodes.WrongType, $"{key} is {value.Described}; expected the name of a flow, next or end");
        scope.IsGuessing = true;
        return null;
    }
}
