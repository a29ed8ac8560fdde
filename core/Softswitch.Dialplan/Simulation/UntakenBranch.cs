using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Dialplan.Simulation;

/// <summary>A way that a call did not take, though the plan has it.</summary>
/// <param name="Step">The step where it leaves.</param>
/// <param name="Outcome">The outcome that it is for.</param>
/// <param name="To">Where it leads: a flow and a step, or the end.</param>
/// <param name="Why">Why it was not taken.</param>
public sealed record UntakenBranch(StepNode Step, string Outcome, string To, string Why)
{
    /// <summary><c>acme.yaml:12:9 time-of-day, open → menu: the outcome was closed (it is Sunday)</c></summary>
    public override string ToString() => $"{Step.Info.Position} {Step.Info.Name}, {Outcome} → {To}: {Why}";

    /// <summary>All that a call passed by, in the order of its way.</summary>
    public static IEnumerable<UntakenBranch> Of(CallTrace trace)
    {
        foreach (var entry in trace.Entries)
        {
            var why = entry.Outcome is { } came ? $"the outcome was {came}" : "the call was over";
            if (entry.Why.Count > 0) why += $" ({string.Join("; ", entry.Why.Select(TraceJson.Reason))})";
            foreach (var (outcome, exit) in entry.Step.Exits.OrderBy(exit => exit.Key, StringComparer.Ordinal))
            {
                if (outcome != entry.Outcome) yield return new UntakenBranch(entry.Step, outcome, Target(exit), why);
                else if (entry.Next == TraceNext.Else) yield return new UntakenBranch(entry.Step, outcome, Target(exit), $"it had been taken {exit.AtMost} times, which is as often as it may");
            }

            if (entry.Step.Default is { } rest && entry.Step.Exits.Count > 0 && (entry.Outcome is null || entry.Step.Exits.ContainsKey(entry.Outcome)))
                yield return new UntakenBranch(entry.Step, "default", Target(rest), why);
        }
    }

    private static string Target(PlanExit exit) => exit.To is { } to ? $"{to.Info.Flow} ({to.Info.Name} at {to.Info.Position})" : exit.IsReturn ? "return" : "end";
}
