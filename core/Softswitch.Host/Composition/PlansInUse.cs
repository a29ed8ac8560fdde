using Softswitch.Dialplan.Plans;
using Softswitch.Kernel.Accounts;
using Softswitch.Plugins.Generations;

namespace Softswitch.Host.Composition;

/// <summary>The plans of the accounts in force.</summary>
internal sealed class PlansInUse(Func<AccountSet> accounts) : IPlansInUse
{
    /// <inheritdoc/>
    public IEnumerable<StepNode> StepsOf(string plugin, Predicate<string?> reaches) => PlansWith(plugin, reaches)
        .SelectMany(one => StepsOf(one.Plan))
        .Where(node => node.Type.Plugin == plugin || node.Points.Any(point => point.Plugin == plugin));

    /// <inheritdoc/>
    public IEnumerable<PlanAsking> UsesOf(string plugin) => PlansWith(plugin, static _ => true)
        .SelectMany(one => one.Plan.Uses, (one, use) => new PlanAsking(one.Plan.Account, one.Reseller, use))
        .Where(asking => asking.Use.Plugin.Id == plugin);

    private ParallelQuery<(Plan Plan, string? Reseller)> PlansWith(string plugin, Predicate<string?> reaches) => accounts().Entries
        .AsParallel()
        .WithDegreeOfParallelism(Math.Max(1, Environment.ProcessorCount / 2)) // calls go on meanwhile
        .Where(entry => entry.HasPlugin(plugin) && reaches(entry.Reseller))
        .Select(entry => (entry.Glance()?.Plan, entry.Reseller))
        .Where(one => one.Plan is not null)!;

    /// <summary>All places of a plan: what its entries lead to, and what follows.</summary>
    private static HashSet<StepNode> StepsOf(Plan plan)
    {
        var found = new HashSet<StepNode>();
        var waiting = new Stack<StepNode>(plan.Numbers.Values.Concat(plan.Flows.Values).Concat(plan.Extensions.Values).Concat(plan.Codes.Firsts));
        if (plan.OnError is { } onError) waiting.Push(onError);
        while (waiting.TryPop(out var node))
        {
            if (!found.Add(node)) continue;
            foreach (var exit in node.Exits.Values.Append(node.Default))
            {
                for (var next = exit; next is not null; next = next.Else)
                {
                    if (next.To is { } to) waiting.Push(to);
                }
            }
        }

        return found;
    }
}
