using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Dialplan.Plans;

/// <summary>What somebody dialled, looked up in the plan of their account: among its numbers, then its codes, then its extensions.</summary>
public static class PlanRoute
{
    /// <summary>The first step, with what stood at the placeholders of a code by name; false where the plan knows no such number.</summary>
    public static bool TryFind(Plan plan, string dialled, [NotNullWhen(true)] out StepNode? first, out IReadOnlyList<KeyValuePair<string, string>> placeholders)
    {
        placeholders = [];
        if (plan.Numbers.TryGetValue(dialled, out first)) return true;
        return plan.Codes.TryMatch(dialled, out first, out placeholders) || plan.Extensions.TryGetValue(dialled, out first);
    }
}
