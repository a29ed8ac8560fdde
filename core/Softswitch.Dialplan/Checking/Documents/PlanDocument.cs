using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>The files of one account, read and put together section by section.</summary>
public sealed class PlanDocument
{
    private readonly Dictionary<string, (YamlText Key, YamlValue Value)> _sections = new(StringComparer.Ordinal);

    private PlanDocument(FileFindings findings, IReadOnlyList<PlanFile>? files)
    {
        Findings = findings;
        Files = files;
    }

    /// <summary>What is wrong with the files; whoever reads a section adds to it.</summary>
    public FileFindings Findings { get; }

    /// <summary>What lies beside the files for steps to name, or null where that is not known.</summary>
    public IReadOnlyList<PlanFile>? Files { get; }

    /// <summary>The account's name where it is one, or null.</summary>
    public YamlText? Account { get; private set; }

    /// <summary>Where the first file begins.</summary>
    public Place Start { get; private set; } = Place.Start;

    /// <summary>Plugins that <c>uses</c> names.</summary>
    public IEnumerable<string> Plugins => Find("uses") is YamlMap uses ? uses.Entries.Select(entry => entry.Key.Text) : [];

    /// <summary>Whether every file could be read as a map, so that what is missing is missing indeed.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Reads the files of one account, without its tests.</summary>
    /// <param name="files">At least one; all of them name the same account.</param>
    /// <param name="sections">Sections that are known.</param>
    /// <param name="beside">What lies beside them for steps to name; null where that is not known, and any name will do.</param>
    public static PlanDocument Read(IReadOnlyList<SourceFile> files, IReadOnlyList<PlanSection> sections, IReadOnlyList<PlanFile>? beside = null)
    {
        var document = new PlanDocument(new FileFindings(files[0].Path), beside);
        var keys = sections.Select(section => section.Name).ToArray();
        foreach (var file in files)
        {
            if (!file.IsTest) document.ReadFile(file, sections, keys);
        }

        return document;
    }

    /// <summary>Value of a section, or null where no file has it.</summary>
    public YamlValue? Find(string section) => _sections.TryGetValue(section, out var found) ? found.Value : null;

    /// <summary>Value of a section; null, and a finding, where no file has it.</summary>
    public YamlValue? Require(string section, string expected)
    {
        if (Find(section) is { } value) return value;
        if (IsWhole) Findings.Add(Start, FindingCodes.MissingKey, $"key '{section}' is missing; expected {expected}");
        return null;
    }

    /// <summary>Entries of a section that is a map; none, and a finding, where it is something else.</summary>
    /// <param name="section">The section.</param>
    /// <param name="expected">What it is a map of: <c>flows by name</c>.</param>
    public IReadOnlyList<YamlEntry> Entries(string section, string expected)
    {
        switch (Find(section))
        {
            case null:
                return [];
            case YamlMap map:
                return map.Entries;
            case var other:
                Findings.Add(other, FindingCodes.WrongType, $"{section} is {other.Described}; expected a map of {expected}");
                return [];
        }
    }

    private void ReadFile(SourceFile file, IReadOnlyList<PlanSection> sections, string[] keys)
    {
        var findings = new FileFindings(file.Path);
        var root = YamlReader.Read(file.Text, findings);
        var map = root is null ? null : MapReader.Open(root, "the file", keys, findings);
        Findings.AddRange(findings.All);
        if (map is null)
        {
            IsWhole = false;
            return;
        }

        if (Account is null) Start = map.Place;
        foreach (var (key, value) in ((YamlMap)root!).Entries)
        {
            if (sections.FirstOrDefault(section => section.Name == key.Text) is { } section) Add(section, key, value);
        }

        Identify((YamlMap)root, keys.Contains("layer") ? "layer" : "account");
    }

    private void Add(PlanSection section, YamlText key, YamlValue value)
    {
        if (_sections.TryAdd(section.Name, (key, value)) || section.Name is "dialplan" or "account" or "layer") return;
        var before = _sections[section.Name];
        if (!section.MaySpread)
            Findings.Add(key, FindingCodes.DuplicateKey, $"key '{key.Text}' is there already: {before.Key.Place.File}:{before.Key.Place.Line}");
        else if (before.Value is YamlMap first && value is YamlMap second)
            _sections[section.Name] = (before.Key, new YamlMap(first.Place, Merge(first, second)));
        else if (value is not YamlMap)
            Findings.Add(value, FindingCodes.WrongType, $"{section.Name} is {value.Described}; expected a map");
    }

    private List<YamlEntry> Merge(YamlMap first, YamlMap second)
    {
        var places = first.Entries.ToDictionary(entry => entry.Key.Text, entry => entry.Key.Place, StringComparer.Ordinal);
        var merged = first.Entries.ToList();
        foreach (var entry in second.Entries)
        {
            if (places.TryGetValue(entry.Key.Text, out var place)) Findings.Add(entry.Key, FindingCodes.DuplicateKey, $"key '{entry.Key.Text}' is there already: {place.File}:{place.Line}");
            else merged.Add(entry);
        }

        return merged;
    }

    private void Identify(YamlMap root, string nameKey)
    {
        var version = Find(root, "dialplan");
        if (version is null) Findings.Add(root, FindingCodes.MissingKey, "key 'dialplan' is missing; expected the version of the language, 1");
        else if (version is not YamlText { Text: "1" }) Findings.Add(version, FindingCodes.WrongValue, $"dialplan is {version.Described}; expected 1, the version of the language");

        var isAccount = nameKey == "account";
        if (Find(root, nameKey) is not { } value)
            Findings.Add(root, FindingCodes.MissingKey, isAccount ? "key 'account' is missing; expected the account's name" : "key 'layer' is missing; expected platform, or the reseller's name");
        else if (ValueReader.Text(value, nameKey, Findings, maximumLength: 63) is { } name)
            Name((YamlText)value, name, nameKey);
    }

    private void Name(YamlText value, string name, string nameKey)
    {
        if (!PlanNames.IsIdentifier(name))
            Findings.Add(value, FindingCodes.WrongValue, $"{nameKey} is '{name}'; expected lower-case letters, digits and hyphens, a letter first");
        else if (Account is null)
            Account = value;
        else if (Account.Text != name)
            Findings.Add(value, FindingCodes.WrongValue, $"{nameKey} is '{name}'; expected '{Account.Text}', as in the other files of the folder");
    }

    private static YamlValue? Find(YamlMap map, string key) => map.Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;
}
