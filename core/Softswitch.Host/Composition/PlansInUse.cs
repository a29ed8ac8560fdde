using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Kernel.Accounts;
using Softswitch.Plugins.Generations;

namespace Softswitch.Host.Composition;

/// <summary>The plans of the accounts in force.</summary>
internal sealed class PlansInUse(Func<AccountSet> accounts) : IPlansInUse
{
    /// <inheritdoc/>
    public IEnumerable<StepNode> StepsOf(string plugin) => accounts().Entries.Select(entry => entry.Account).OfType<Account>().SelectMany(account => StepsOf(account.Plan)).Where(node => node.Type.Plugin == plugin);

    /// <inheritdoc/>
    public IReadOnlyList<string> Check(PluginType candidate)
    {
        var steps = candidate.Steps.ToDictionary(step => step.Name);
        return [.. StepsOf(candidate.Id).Select(node => ProblemOf(node, steps)).OfType<string>().Distinct()];
    }

    private static string? ProblemOf(StepNode node, Dictionary<string, StepType> steps)
    {
        if (!steps.TryGetValue(node.Type.Name, out var step)) return $"{node.Info.Position}: step {node.Type.Name} is not there any more";
        var missing = node.Info.Handled.FirstOrDefault(outcome => outcome != "default" && !step.Declares(outcome));
        return missing is null ? null : $"{node.Info.Position}: step {node.Type.Name} has no outcome '{missing}' any more";
    }

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
