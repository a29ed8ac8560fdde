using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Routing;

/// <summary>Looks what was dialled up in the caller's own account, and nowhere else: first its numbers, then its extensions.</summary>
public sealed class Router : IRouter
{
    /// <inheritdoc/>
    public BridgeStep? Resolve(Account account, Extension caller, string dialled)
    {
        if (account.Numbers.TryGetValue(dialled, out var step)) return step;
        return account.Extensions.TryGetValue(dialled, out var extension) ? Ring(extension, account.RingFor) : null;
    }

    /// <summary>Rings an extension; how that fails is what the caller is told.</summary>
    private static BridgeStep Ring(Extension extension, TimeSpan ringFor) =>
        new() { Targets = [new ExtensionTarget(extension)], RingFor = ringFor, Next = static _ => null };
}
