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
    /// <param name="isLayer">Whether it is a layer above accounts, which may use whatever is installed.</param>
    public static void Read(IReadOnlyList<YamlEntry> entries, PlanScope scope, IStepCatalogue catalogue, bool isLayer)
    {
        var granted = (isLayer ? catalogue.Installed : catalogue.Plugins(scope.Account)).ToLookup(plugin => plugin.Id, StringComparer.Ordinal);
        foreach (var step in catalogue.KernelSteps) scope.Steps[step.Name] = step;
        foreach (var (name, value) in entries)
        {
            if (Choose(name, value, granted, scope.Findings, catalogue) is not { } plugin) continue;
            foreach (var step in plugin.Steps) scope.Steps.TryAdd(step.Name, step);
            catalogue.Expect(plugin);
            scope.Points.AddRange(plugin.Points);
        }

        var used = entries.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var versions in granted.Where(versions => !used.Contains(versions.Key)))
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

    private static PluginType? Choose(YamlText name, YamlValue value, ILookup<string, PluginType> granted, FileFindings findings, IStepCatalogue catalogue)
    {
        var range = (value as YamlText)?.Text;
        if (!VersionRange.TryParse(range, out var wanted))
            findings.Add(value, FindingCodes.WrongValue, $"the version of '{name.Text}' is {value.Described}; expected a range such as ^1, ^1.2, ~1.2 or 1.2.3");
        if (!granted.Contains(name.Text))
        {
            findings.Add(name, FindingCodes.UnknownPlugin, catalogue.Installed.Any(plugin => plugin.Id == name.Text)
                ? $"plugin '{name.Text}' is not granted to this account"
                : $"unknown plugin '{name.Text}', or one that is not installed{Suggestion.For(name.Text, granted.Select(plugin => plugin.Key))}");
            return Suggestion.Nearest(name.Text, granted.Select(plugin => plugin.Key)) is { } meant ? Newest(granted[meant]) : null;
        }

        var versions = granted[name.Text].ToArray();
        if (wanted is null) return Newest(versions);
        var fitting = versions.Where(plugin => SemanticVersion.TryParse(plugin.Version, out var version) && wanted.Contains(version)).ToArray();
        if (fitting.Length > 0) return Newest(fitting);
        findings.Add(value, FindingCodes.UnknownVersion, $"plugin '{name.Text}' is installed as {string.Join(", ", versions.Select(plugin => plugin.Version))}; '{wanted}' asks for another version");
        return Newest(versions);
    }

    private static PluginType Newest(IEnumerable<PluginType> versions) =>
        versions.MaxBy(plugin => SemanticVersion.TryParse(plugin.Version, out var version) ? version : new SemanticVersion(0, 0, 0))!;
}
