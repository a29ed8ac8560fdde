using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Routing;

/// <summary>Says where a call goes.</summary>
public interface IRouter
{
    /// <summary>The first step for what an extension of <paramref name="account"/> dialled (user part, unescaped), or null: no such number.</summary>
    BridgeStep? Resolve(Account account, Extension caller, string dialled);
}
