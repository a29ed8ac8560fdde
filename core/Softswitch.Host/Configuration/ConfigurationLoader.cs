using Softswitch.Dialplan.Yaml;

namespace Softswitch.Host.Configuration;

/// <summary>Where settings come from. What is further down wins: file, environment, command line.</summary>
/// <param name="File">The file's path, or null for none.</param>
/// <param name="Environment">All variables; those that begin with SOFTSWITCH_ are settings.</param>
/// <param name="Options">Names and values of the command line.</param>
internal sealed record ConfigurationSources(
    string? File, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<(string Name, string Value)> Options);

/// <summary>Reads the configuration strictly: everything that is wrong is found, nothing unknown is passed over.</summary>
internal static class ConfigurationLoader
{
    // Variables of the tests and benchmarks, which start the switch.
    private static readonly string[] NotSettings = ["SOFTSWITCH_TEST_", "SOFTSWITCH_BENCH_"];

    /// <summary>The configuration; it counts only where there are no findings.</summary>
    public static (SwitchConfiguration Configuration, IReadOnlyList<Finding> Findings) Load(ConfigurationSources sources)
    {
        var files = new List<FileFindings>();
        var given = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        if (sources.File is { } path) ReadFile(path, given, Collect(files, path));
        foreach (var (name, value) in sources.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal)) ReadVariable(name, value, given, files);
        foreach (var (name, value) in sources.Options) ReadOption(name, value, given, files);

        var configuration = new SwitchConfiguration { Source = sources.File is { } file ? Path.GetFullPath(file) : null };
        foreach (var setting in Settings.All)
        {
            if (given.TryGetValue(setting.Name, out var value)) configuration = setting.Apply(configuration, value);
        }

        return (configuration, [.. files.SelectMany(file => file.All)]);
    }

    private static void ReadFile(string path, Dictionary<string, SettingValue> given, FileFindings findings)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(Place.Start, FindingCodes.Unreadable, $"the configuration cannot be read: {e.Message}");
            return;
        }

        // A file of comments sets nothing, which is what an example with everything commented out does.
        if (text.Split('\n').All(line => line.AsSpan().TrimStart() is [] or ['#', ..])) return;
        if (YamlReader.Read(text, findings) is not { } root) return;
        var groups = Settings.All.Select(setting => setting.Name.Split('.')).GroupBy(parts => parts[0]).ToList();
        if (MapReader.Open(root, "the configuration", [.. groups.Select(group => group.Key)], findings) is not { } map) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var group in groups)
        {
            if (map.Find(group.Key) is not { } value) continue;
            if (group.First().Length == 1)
            {
                given[group.Key] = new SettingValue(group.Key, value, findings, folder);
                continue;
            }

            var keys = group.Select(parts => parts[1]).ToArray();
            if (MapReader.Open(value, group.Key, keys, findings) is not { } inner) continue;
            foreach (var key in keys)
            {
                if (inner.Find(key) is { } member) given[$"{group.Key}.{key}"] = new SettingValue($"{group.Key}.{key}", member, findings, folder);
            }
        }
    }

    private static void ReadVariable(string name, string value, Dictionary<string, SettingValue> given, List<FileFindings> files)
    {
        if (!name.StartsWith(Settings.VariablePrefix, StringComparison.Ordinal) || value.Length == 0) return;
        if (NotSettings.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))) return;
        var findings = Collect(files, name);
        if (Settings.All.FirstOrDefault(setting => setting.Variable == name) is { } setting) given[setting.Name] = Given(setting.Name, value, findings);
        else findings.Add(Place.Start, FindingCodes.UnknownKey, $"unknown variable{Suggestion.For(name, Settings.All.Select(known => known.Variable))}");
    }

    private static void ReadOption(string name, string value, Dictionary<string, SettingValue> given, List<FileFindings> files)
    {
        var findings = Collect(files, "--" + name);
        if (value.Length == 0) findings.Add(Place.Start, FindingCodes.WrongValue, $"no value; expected {name}=value");
        else if (Settings.All.Any(setting => setting.Name == name)) given[name] = Given(name, value, findings);
        else findings.Add(Place.Start, FindingCodes.UnknownKey, $"unknown setting '{name}'{Suggestion.For(name, Settings.All.Select(known => known.Name))}");
    }

    private static SettingValue Given(string name, string text, FileFindings findings)
    {
        // Lists and maps are written as in the file, in one line.
        var value = text[0] is '[' or '{' ? YamlReader.Read(text, findings) : null;
        return new(name, value ?? new YamlText(Place.Start, text, IsQuoted: true), findings, Directory.GetCurrentDirectory());
    }

    private static FileFindings Collect(List<FileFindings> files, string name)
    {
        var findings = new FileFindings(name);
        files.Add(findings);
        return findings;
    }
}
