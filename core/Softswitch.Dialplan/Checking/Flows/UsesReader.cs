using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads <c>uses</c>: plugins and the versions of them that the plan can do with.</summary>
internal static class UsesReader
{
    /// <summary>Puts the steps that the plan can use into the scope.</summary>
    /// <param name="entries">The plugins.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="catalogue">All steps.</param>
    /// <param name="choice">The plugins that there are for whoever the plan belongs to.</param>
    public static void Read(IReadOnlyList<YamlEntry> entries, PlanScope scope, IStepCatalogue catalogue, PluginChoice choice)
    {
        foreach (var step in catalogue.KernelSteps) scope.Steps[step.Name] = step;
        foreach (var (name, value) in entries)
        {
            var range = RangeOf(name, value, scope.Findings);
            if (Choose(name, value, range, choice, scope, catalogue) is not { } plugin) continue;
            if (range is not null) scope.Uses.Add(new PlanUse(plugin, range, name.Place));
            foreach (var step in plugin.Steps) scope.Steps.TryAdd(step.Name, step);
            catalogue.Expect(plugin);
            scope.Points.AddRange(plugin.Points);
        }

        var used = entries.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var versions in choice.Granted.Where(versions => !used.Contains(versions.Key)))
        {
            var newest = Newest(versions);
            foreach (var step in newest.Steps) scope.UnusedSteps.TryAdd(step.Name, newest);
            scope.UnusedPoints.AddRange(newest.Points);
        }
    }

    /// <summary>What to say of something whose plugin the plan does not use.</summary>
    public static string Missing(string plugin, string version)
    {
        var major = SemanticVersion.TryParse(version, out var known) ? known.Major : 1;
        return $"plugin '{plugin}', which the plan does not use; expected uses: {{ {plugin}: ^{major} }}";
    }

    private static VersionRange? RangeOf(YamlText name, YamlValue value, FileFindings findings)
    {
        if (VersionRange.TryParse((value as YamlText)?.Text, out var range)) return range;
        findings.Add(value, FindingCodes.WrongValue, $"the version of '{name.Text}' is {value.Described}; expected a range such as ^1, ^1.2, ~1.2 or 1.2.3");
        return null;
    }

    private static PluginType? Choose(YamlText name, YamlValue value, VersionRange? wanted, PluginChoice choice, PlanScope scope, IStepCatalogue catalogue)
    {
        var (findings, granted) = (scope.Findings, choice.Granted);
        var versions = choice.InForce[name.Text].ToArray();
        if (versions.Length == 0)
        {
            if (catalogue.Installed.Any(plugin => plugin.Id == name.Text))
            {
                findings.Add(name, FindingCodes.NotGranted, PlanGrants.Foreign(scope.Account, name.Text, scope.Reseller));
                scope.Foreign.Add(name.Text);
                return null;
            }

            findings.Add(name, FindingCodes.UnknownPlugin, $"unknown plugin '{name.Text}', or one that is not installed{Suggestion.For(name.Text, granted.Select(plugin => plugin.Key))}");
            return Suggestion.Nearest(name.Text, granted.Select(plugin => plugin.Key)) is { } meant ? Newest(granted[meant]) : null;
        }

        var fitting = wanted is null ? versions : [.. versions.Where(plugin => SemanticVersion.TryParse(plugin.Version, out var version) && wanted.Contains(version))];
        if (fitting.Length == 0)
        {
            findings.Add(value, FindingCodes.UnknownVersion, $"plugin '{name.Text}' is installed as {string.Join(", ", versions.Select(plugin => plugin.Version))}; '{wanted}' asks for another version");
            return Newest(versions);
        }

        var usable = fitting.Where(granted[name.Text].Contains).ToArray();
        if (usable.Length > 0) return Newest(usable);
        findings.Add(name, FindingCodes.NotGranted, choice.RefusalOf(Newest(fitting))!);
        return Newest(fitting);
    }

    private static PluginType Newest(IEnumerable<PluginType> versions) =>
        versions.MaxBy(plugin => SemanticVersion.TryParse(plugin.Version, out var version) ? version : new SemanticVersion(0, 0, 0))!;
}
