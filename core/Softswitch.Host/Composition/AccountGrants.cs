using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Steps;
using Softswitch.Kernel.Accounts;
using Softswitch.Plugins.Generations;

namespace Softswitch.Host.Composition;

/// <summary>Who may use which plugin, as the layers above the accounts in force say.</summary>
internal sealed class AccountGrants(Func<AccountSet> accounts) : IPluginGrants
{
    /// <inheritdoc/>
    /// <remarks>An account that is not in force is one whose tests are run before it is: what it may use the check of its plan has asked.</remarks>
    public PluginGrant Find(string account, PluginType plugin) => accounts().FindEntry(account)?.GrantOf(plugin) ?? PluginGrant.With(plugin.Needs);
}
