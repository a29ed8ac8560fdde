using Softswitch.Kernel.Accounts;
using Softswitch.Sdk.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>The code of plugins' SIP policies. Safe from any thread.</summary>
public interface ISipPolicyCode
{
    /// <summary>Whether any plugin that the account uses has a policy. Asked for every INVITE that leaves: quick, and nothing is made for the answer.</summary>
    bool HasPolicies(Account account);

    /// <summary>The account's policies, in the order in which they are applied: by plugin, then by name.</summary>
    IReadOnlyList<(string Plugin, string Policy)> PoliciesOf(Account account);

    /// <summary>Applies one. Whatever it throws is the plugin's.</summary>
    void Apply(string account, string plugin, string policy, ISipRequestEditor request);
}
