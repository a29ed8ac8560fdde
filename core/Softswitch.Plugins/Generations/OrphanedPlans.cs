using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Packages;

namespace Softswitch.Plugins.Generations;

/// <summary>Plans in force that would be left without a plugin which they ask for.</summary>
internal static class OrphanedPlans
{
    private const int MostNamed = 5;

    /// <summary>A problem for each plugin that goes and is asked for.</summary>
    /// <param name="before">What is in force.</param>
    /// <param name="after">What is to be.</param>
    /// <param name="plans">The plans in force.</param>
    public static IEnumerable<PluginProblem> Find(IReadOnlyList<LockedPlugin> before, IReadOnlyList<LockedPlugin> after, IPlansInUse plans)
    {
        foreach (var going in before.Where(plugin => !after.Any(other => IsVersionOf(other, plugin))).GroupBy(plugin => plugin.Id))
        {
            var asking = plans.UsesOf(going.Key)
                .Where(one => Has(before, going.Key, one.Reseller, one.Use.Range) && !Has(after, going.Key, one.Reseller, one.Use.Range))
                .OrderBy(one => one.Account, StringComparer.Ordinal).ToList();
            if (asking.Count == 0) continue;
            var accounts = asking.Select(one => one.Account).Distinct().Count();
            var named = asking.Take(MostNamed).Select(one => $"{one.Account} ({one.Use.Place.File}:{one.Use.Place.Line}:{one.Use.Place.Column} {one.Use.Range})");
            yield return new PluginProblem(
                PluginProblemCodes.Asked,
                $"{going.Key} {string.Join(", ", going.Select(plugin => plugin.Version))} goes, and {accounts} account(s) ask for it: {string.Join(", ", named)}{(asking.Count > MostNamed ? ", ..." : "")}; "
                + "change their plans first, or keep it beside the new version (plugin apply --beside); with --force they are left without it");
        }
    }

    /// <summary>Whether a plugin is in force for the accounts of a reseller, or for those of none: a reseller's version stands in the place of everybody's of the same line.</summary>
    public static bool Reaches(IEnumerable<LockedPlugin> all, LockedPlugin plugin, string? reseller) => plugin.Reseller is null
        ? !all.Any(other => other.Id == plugin.Id && other.Reseller is { } owner && owner == reseller && other.Version.IsSameLine(plugin.Version))
        : plugin.Reseller == reseller;

    private static bool Has(IReadOnlyList<LockedPlugin> all, string id, string? reseller, VersionRange range) =>
        all.Any(plugin => plugin.Id == id && range.Contains(plugin.Version) && Reaches(all, plugin, reseller));

    private static bool IsVersionOf(LockedPlugin one, LockedPlugin other) => one.Id == other.Id && one.Version == other.Version && one.Reseller == other.Reseller;
}
