using System.Collections.Frozen;
using System.Collections.Immutable;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads the <c>api-keys</c> of an account.</summary>
internal static class ApiKeyReader
{
    private const int ShortestSecret = 16;
    private const int LongestSecret = 200;
    private const int MaximumPlugins = 100;
    private const string HashPrefix = "sha256:";

    private static readonly string[] Keys = ["secret", "hash", "plugins"];

    public static ImmutableArray<ApiKey> Read(IReadOnlyList<YamlEntry> entries, FileFindings findings) =>
        [.. entries.Select(entry => ReadOne(entry.Key, entry.Value, findings)).OfType<ApiKey>()];

    private static ApiKey? ReadOne(YamlText name, YamlValue body, FileFindings findings)
    {
        var what = $"key '{name.Text}'";
        if (!PlanNames.IsIdentifier(name.Text))
            findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' is no name of a key; expected lower-case letters, digits and hyphens, a letter first");
        if (MapReader.Open(body, what, Keys, findings) is not { } map) return null;
        var plugins = map.Find("plugins") is { } list ? ReadPlugins(list, findings) : null;
        if (map.Find("hash") is { } hash)
        {
            if (ValueReader.Text(hash, "hash", findings) is not { } text) return null;
            if (text.StartsWith(HashPrefix, StringComparison.Ordinal) && ApiKey.OfHash(name.Text, text[HashPrefix.Length..], plugins) is { } key) return key;
            findings.Add(hash, FindingCodes.WrongValue, $"hash is '{text}'; expected {HashPrefix} and 64 hexadecimal digits, as printf %s KEY | sha256sum gives them");
            return null;
        }

        if (map.Require("secret", "the key, or hash with its SHA-256") is not { } secret) return null;
        if (ValueReader.Text(secret, "secret", findings, maximumLength: LongestSecret) is not { } plain) return null;
        if (plain.Length >= ShortestSecret) return ApiKey.OfSecret(name.Text, plain, plugins);
        findings.Add(secret, FindingCodes.WrongValue, $"secret has {plain.Length} characters; expected {ShortestSecret} to {LongestSecret}");
        return null;
    }

    private static FrozenSet<string> ReadPlugins(YamlValue list, FileFindings findings) =>
        ValueReader.OneOrMore(list, "plugins", "plugins such as [click-to-dial]", MaximumPlugins, findings)
            .Select(item => ValueReader.Text(item, "a plugin", findings))
            .OfType<string>()
            .ToFrozenSet(StringComparer.Ordinal);
}
