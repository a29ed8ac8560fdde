using System.Collections.Frozen;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Dialplan.Grants;

/// <summary>
/// Which plugins the accounts below may use, as the platform's layer and the reseller's say. What none of them mentions may be used by everybody it is in force for, unless it needs something that nobody has granted.
/// Immutable, and quick: asked once per call and plugin.
/// </summary>
public sealed class PlanGrants
{
    private const string PlatformFiles = "_platform/*.yaml";

    private readonly FrozenDictionary<string, GrantRule> _platform;
    private readonly FrozenDictionary<string, GrantRule> _reseller;

    private PlanGrants(FrozenDictionary<string, GrantRule> platform, FrozenDictionary<string, GrantRule> reseller)
    {
        _platform = platform;
        _reseller = reseller;
    }

    /// <summary>No layer says anything.</summary>
    public static PlanGrants Open { get; } = new(FrozenDictionary<string, GrantRule>.Empty, FrozenDictionary<string, GrantRule>.Empty);

    /// <summary>What an account may do with a version of a plugin.</summary>
    /// <param name="account">The account.</param>
    /// <param name="reseller">Its reseller, or null.</param>
    /// <param name="plugin">The plugin.</param>
    public PluginGrant Find(string account, string? reseller, PluginType plugin)
    {
        if (plugin.Reseller is not null && plugin.Reseller != reseller) return Refused(account, plugin, ForeignReason(plugin.Id, reseller));
        var above = _platform.GetValueOrDefault(plugin.Id);
        var below = _reseller.GetValueOrDefault(plugin.Id);
        if (above is null && below is null && (plugin.Needs.IsEmpty || plugin.IsInBox)) return PluginGrant.With(plugin.Needs);
        if (ReasonOf(above, account, reseller, plugin, PlatformFiles) is { } reason) return Refused(account, plugin, reason);
        if (ReasonOf(below, account, null, plugin, FilesOf(reseller)) is { } closer) return Refused(account, plugin, closer);
        var permissions = plugin.Needs;
        foreach (var need in plugin.Needs)
        {
            // A reseller answers for its own plugin, the platform for all others.
            if (!(above?.Grants(need) ?? (plugin.IsInBox || plugin.Reseller is not null)))
            {
                if (!IsWithheld(above, need)) return Refused(account, plugin, NeedReason(plugin, need, PlatformFiles));
                permissions = permissions.Remove(need);
            }
            else if (!(below?.Grants(need) ?? plugin.Reseller is null))
            {
                if (!IsWithheld(below, need)) return Refused(account, plugin, NeedReason(plugin, need, FilesOf(reseller)));
                permissions = permissions.Remove(need);
            }
        }

        return PluginGrant.Within([.. Limits(above, account, plugin, PlatformFiles), .. Limits(below, account, plugin, FilesOf(reseller))], permissions);
    }

    /// <summary>Why an account may not use a plugin that is in force for a reseller's accounts, of which it is none. Whose it is nobody else's business.</summary>
    internal static string Foreign(string account, string plugin, string? reseller) => $"plugin '{plugin}' is not granted to account '{account}': {ForeignReason(plugin, reseller)}";

    /// <summary>These with a layer's own.</summary>
    internal PlanGrants With(IReadOnlyDictionary<string, GrantRule> rules, bool isPlatform) =>
        isPlatform ? new PlanGrants(rules.ToFrozenDictionary(StringComparer.Ordinal), _reseller) : new PlanGrants(_platform, rules.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>Whether a layer has thought of what the plugin may do, and left this out: the switch keeps it from that, and it runs. What the switch cannot keep it from is granted, or it does not run.</summary>
    private static bool IsWithheld(GrantRule? rule, string need) => rule?.Needs is not null && Need.IsGuarded(need);

    private static IEnumerable<GrantLimit> Limits(GrantRule? rule, string account, PluginType plugin, string files) => rule?.Needs is { } needs ? [new GrantLimit(plugin.Id, account, needs, files)] : [];

    private static string ForeignReason(string plugin, string? reseller) => reseller is null
        ? "it is in force for the accounts of a reseller only, whose files name it: reseller: NAME"
        : $"it is in force for others; for this reseller's accounts: softswitch plugin apply {plugin} --reseller {reseller}";

    private static string? ReasonOf(GrantRule? rule, string account, string? reseller, PluginType plugin, string files)
    {
        if (rule is null) return null;
        if (rule.IsOff) return $"it is off there; expected grants: {{ {plugin.Id}: {Range(plugin)} }} in {files}";
        if (!rule.Names(account, reseller)) return $"others are named there; expected grants: {{ {plugin.Id}: {{ accounts: [..., {account}] }} }} in {files}";
        return rule.HasVersion(plugin.Version) ? null : $"version {plugin.Version} is none of {rule.Versions}; expected grants: {{ {plugin.Id}: {Range(plugin)} }} in {files}";
    }

    private static string NeedReason(PluginType plugin, string need, string files) =>
        $"it needs '{need}'; expected grants: {{ {plugin.Id}: {{ needs: [{string.Join(", ", plugin.Needs.Select(one => $"\"{one}\""))}] }} }} in {files}";

    private static PluginGrant Refused(string account, PluginType plugin, string reason) => PluginGrant.Refused($"plugin '{plugin.Id}' is not granted to account '{account}': {reason}");

    private static string FilesOf(string? reseller) => $"_resellers/{reseller}/*.yaml";

    private static string Range(PluginType plugin) => SemanticVersion.TryParse(plugin.Version, out var version) ? $"^{version.Major}.{version.Minor}" : plugin.Version;
}
