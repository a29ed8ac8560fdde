using System.Collections.Frozen;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Grants;

/// <summary>Reads <c>grants</c> of a layer: plugins to what accounts below may do with them, <c>^1</c>, <c>off</c>, or <c>{ versions: ^1, needs: [http.out], accounts: [shop] }</c>.</summary>
internal static class GrantsReader
{
    private const int MostNames = 10_000;
    private const int MostNeeds = 50;
    private const string Expected = "a range of versions such as ^1, off, or a map";

    private static readonly string[] ResellerKeys = ["versions", "needs", "accounts"];
    private static readonly string[] PlatformKeys = [.. ResellerKeys, "resellers"];

    /// <summary>The rules by plugin.</summary>
    public static Dictionary<string, GrantRule> Read(IReadOnlyList<YamlEntry> entries, bool isPlatform, FileFindings findings)
    {
        var rules = new Dictionary<string, GrantRule>(StringComparer.Ordinal);
        foreach (var (name, value) in entries) rules[name.Text] = ReadOne(name.Text, value, isPlatform ? PlatformKeys : ResellerKeys, findings);
        return rules;
    }

    private static GrantRule ReadOne(string plugin, YamlValue value, string[] keys, FileFindings findings)
    {
        if (value is YamlText { Text: "off" }) return new GrantRule { IsOff = true };
        if (value is not YamlMap) return new GrantRule { Versions = Versions(plugin, value, findings) };
        var map = MapReader.Open(value, $"the grant of '{plugin}'", keys, findings)!;
        return new GrantRule
        {
            Versions = map.Find("versions") is { } versions ? Versions(plugin, versions, findings) : null,
            Needs = map.Find("needs") is { } needs ? [.. Texts(needs, "needs", "what the plugin's manifest asks for, such as [http.out]", MostNeeds, findings)] : null,
            Accounts = map.Find("accounts") is { } accounts ? Texts(accounts, "accounts", "names of accounts", MostNames, findings).ToFrozenSet(StringComparer.Ordinal) : null,
            Resellers = map.Find("resellers") is { } resellers ? Texts(resellers, "resellers", "names of resellers", MostNames, findings).ToFrozenSet(StringComparer.Ordinal) : null,
        };
    }

    private static VersionRange? Versions(string plugin, YamlValue value, FileFindings findings)
    {
        if (VersionRange.TryParse((value as YamlText)?.Text, out var range)) return range;
        findings.Add(value, FindingCodes.WrongValue, $"the grant of '{plugin}' is {value.Described}; expected {Expected}");
        return null;
    }

    private static IEnumerable<string> Texts(YamlValue value, string what, string expected, int most, FileFindings findings)
    {
        // An empty list is a list: nothing at all is granted.
        if (value is YamlList { Items.Count: 0 }) return [];
        return [.. ValueReader.OneOrMore(value, what, expected, most, findings).Select(item => ValueReader.Text(item, what, findings)).OfType<string>()];
    }
}
