using Softswitch.Dialplan.Steps;

namespace Softswitch.Dialplan.Grants;

/// <summary>The plugins that there are for one account, or for the layer of one reseller: where its reseller has a version of its own, that one stands in the place of everybody's of the same line.</summary>
internal sealed class PluginChoice
{
    private readonly Func<PluginType, PluginGrant> _grant;

    private PluginChoice(IStepCatalogue catalogue, string? reseller, Func<PluginType, PluginGrant> grant)
    {
        _grant = grant;
        var installed = catalogue.Installed;
        var own = reseller is null ? [] : installed.Where(plugin => plugin.Reseller == reseller).ToArray();
        InForce = installed.Where(plugin => plugin.Reseller == reseller || (plugin.Reseller is null && !own.Any(other => IsSameLine(plugin, other)))).ToLookup(plugin => plugin.Id, StringComparer.Ordinal);
        Granted = InForce.SelectMany(versions => versions).Where(plugin => grant(plugin).IsGranted).ToLookup(plugin => plugin.Id, StringComparer.Ordinal);
    }

    /// <summary>Those in force for it, by id.</summary>
    public ILookup<string, PluginType> InForce { get; }

    /// <summary>Those it may use.</summary>
    public ILookup<string, PluginType> Granted { get; }

    /// <summary>Those of an account.</summary>
    public static PluginChoice OfAccount(IStepCatalogue catalogue, string account, string? reseller, PlanGrants grants) => new(catalogue, reseller, plugin => grants.Find(account, reseller, plugin));

    /// <summary>Those of a layer, which may name all that is in force: who may use them is asked of the accounts.</summary>
    public static PluginChoice OfLayer(IStepCatalogue catalogue, string? reseller) => new(catalogue, reseller, static _ => PluginGrant.Plain);

    /// <summary>Why a plugin in force may not be used; null where it may.</summary>
    public string? RefusalOf(PluginType plugin) => _grant(plugin).Refusal;

    /// <summary>Why none of the versions may be used that would run what was compiled with this one; null where one of them may.</summary>
    public string? RefusalOfLine(PluginType compiled)
    {
        string? refusal = null;
        foreach (var plugin in InForce[compiled.Id].Where(plugin => IsSameLine(plugin, compiled)))
        {
            if (_grant(plugin).Refusal is not { } reason) return null;
            refusal = reason;
        }

        return refusal;
    }

    private static bool IsSameLine(PluginType one, PluginType other) =>
        one.Id == other.Id && SemanticVersion.TryParse(one.Version, out var version) && SemanticVersion.TryParse(other.Version, out var second) && version.IsSameLine(second);
}
