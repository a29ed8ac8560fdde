using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Calls;
using Softswitch.Plugins.Generations;
using Softswitch.Sdk.Sip;

namespace Softswitch.Host.Composition;

/// <summary>The SIP policies of the plugins in force.</summary>
internal sealed class PolicyCode : ISipPolicyCode
{
    private readonly PluginHost _plugins;
    private readonly Func<AccountSet> _accounts;
    private volatile string[] _withPolicies = [];

    /// <summary>Follows the plugins of a host and the accounts that use them.</summary>
    public PolicyCode(PluginHost plugins, Func<AccountSet> accounts)
    {
        _plugins = plugins;
        _accounts = accounts;
        plugins.Applied += () => _withPolicies = [.. plugins.InForce.Where(plugin => !plugin.Policies.IsEmpty).Select(plugin => plugin.Id).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public bool HasPolicies(Account account)
    {
        var plugins = _withPolicies;
        if (plugins.Length == 0 || _accounts().FindEntry(account.Id) is not { } entry) return false;
        foreach (var plugin in plugins)
        {
            if (entry.HasPlugin(plugin) && _plugins.ManifestOf(account.Id, plugin) is { Policies.Length: > 0 }) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Plugin, string Policy)> PoliciesOf(Account account)
    {
        var policies = new List<(string Plugin, string Policy)>();
        if (_accounts().FindEntry(account.Id) is not { } entry) return policies;
        foreach (var plugin in _withPolicies)
        {
            if (!entry.HasPlugin(plugin) || _plugins.ManifestOf(account.Id, plugin) is not { } manifest) continue;
            foreach (var policy in manifest.Policies.Order(StringComparer.Ordinal)) policies.Add((plugin, policy));
        }

        return policies;
    }

    /// <inheritdoc/>
    public void Apply(string account, string plugin, string policy, ISipRequestEditor request)
    {
        using var lease = _plugins.Hold(account, plugin);
        lease?.Apply(policy, request);
    }
}
