namespace Softswitch.Dialplan.Yaml;

/// <summary>Reads the keys of one map and reports the unknown and the missing ones.</summary>
public sealed class MapReader
{
    private readonly YamlMap _map;
    private readonly FileFindings _findings;

    private MapReader(YamlMap map, FileFindings findings)
    {
        _map = map;
        _findings = findings;
    }

    /// <summary>Where the map begins.</summary>
    public Place Place => _map.Place;

    /// <summary>Opens a map; null, and a finding, where the value is none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="what">What it is the map of, for findings: <c>extension '100'</c>.</param>
    /// <param name="keys">The keys that are known.</param>
    /// <param name="findings">Where findings go.</param>
    /// <param name="unknown">Code of the finding for a key that is not known.</param>
    public static MapReader? Open(YamlValue value, string what, string[] keys, FileFindings findings, string unknown = FindingCodes.UnknownKey)
    {
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected a map of {string.Join(", ", keys)}");
            return null;
        }

        foreach (var (key, _) in map.Entries)
        {
            if (keys.Contains(key.Text)) continue;
            var text = unknown == FindingCodes.UnknownOption ? $"unknown option '{key.Text}' for {what}" : $"unknown key '{key.Text}' in {what}";
            findings.Add(key, unknown, text + Suggestion.For(key.Text, keys));
        }

        return new MapReader(map, findings);
    }

    /// <summary>The value of a key, or null where it is not there.</summary>
    public YamlValue? Find(string key)
    {
        foreach (var entry in _map.Entries)
        {
            if (entry.Key.Text == key) return entry.Value;
        }

        return null;
    }

    /// <summary>The value of a key; null, and a finding, where it is not there.</summary>
    public YamlValue? Require(string key, string expected)
    {
        if (Find(key) is { } value) return value;
        _findings.Add(_map, FindingCodes.MissingKey, $"key '{key}' is missing; expected {expected}");
        return null;
    }
}
