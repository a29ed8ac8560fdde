using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Routing;

/// <summary>Looks what was dialled up in the caller's own account, and nowhere else: its numbers, its codes, its extensions.</summary>
public sealed class Router : IRouter
{
    /// <inheritdoc/>
    public BridgeStep? Resolve(Account account, Extension caller, string dialled)
    {
        var plan = account.Plan;
        if (plan.Numbers.TryGetValue(dialled, out var first) || plan.Codes.TryMatch(dialled, out first, out _)) return PlannedBridge.Of(account, first);
        return plan.Extensions.TryGetValue(dialled, out first) ? PlannedBridge.Of(account, first) : null;
    }
}
