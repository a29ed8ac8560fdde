using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Calls;
using Softswitch.Plugins.Generations;
using Softswitch.Sdk.Sip;

namespace Softswitch.Host.Composition;

/// <summary>The SIP policies of the plugins in force.</summary>
/// <param name="plugins">The plugins.</param>
/// <param name="accounts">The accounts that use them.</param>
internal sealed class PolicyCode(PluginHost plugins, Func<AccountSet> accounts) : ISipPolicyCode
{
    /// <inheritdoc/>
    public bool HasPolicies(Account account)
    {
        var withPolicies = plugins.WithPolicies;
        if (withPolicies.IsEmpty || accounts().FindEntry(account.Id) is not { } entry) return false;
        foreach (var plugin in withPolicies)
        {
            if (entry.HasPlugin(plugin) && plugins.ManifestOf(account.Id, plugin) is { Policies.Length: > 0 }) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Plugin, string Policy)> PoliciesOf(Account account)
    {
        var policies = new List<(string Plugin, string Policy)>();
        if (accounts().FindEntry(account.Id) is not { } entry) return policies;
        foreach (var plugin in plugins.WithPolicies)
        {
            if (!entry.HasPlugin(plugin) || plugins.ManifestOf(account.Id, plugin) is not { } manifest) continue;
            foreach (var policy in manifest.Policies.Order(StringComparer.Ordinal)) policies.Add((plugin, policy));
        }

        return policies;
    }

    /// <inheritdoc/>
    public void Apply(string account, string plugin, string policy, ISipRequestEditor request)
    {
        using var lease = plugins.Hold(account, plugin);
        lease?.Apply(policy, request);
    }
}
