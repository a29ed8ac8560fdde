using System.Collections.Frozen;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>One file, read: the account, if nothing in it is wrong, and what other files must not claim too.</summary>
internal sealed class AccountFile
{
    private static readonly string[] Keys =
        ["dialplan", "account", "domains", "media", "max-call", "media-timeout", "ring-for", "extensions", "numbers", "flows"];

    private AccountFile(string path)
    {
        Path = path;
        Findings = new FileFindings(path);
    }

    public string Path { get; }

    public FileFindings Findings { get; }

    /// <summary>The account; null where the file has findings.</summary>
    public Account? Account { get; private set; }

    /// <summary>The account's name and its place, where there is one.</summary>
    public YamlText? Name { get; private set; }

    /// <summary>The domains that are well formed, in lower case.</summary>
    public List<(string Domain, Place Place)> Domains { get; } = [];

    public static AccountFile Read(string path, string text)
    {
        var file = new AccountFile(path);
        if (YamlReader.Read(text, file.Findings) is { } root) file.ReadRoot(root);
        return file;
    }

    public static AccountFile Unreadable(string path, Place place, string code, string text)
    {
        var file = new AccountFile(path);
        file.Findings.Add(place, code, text);
        return file;
    }

    private void ReadRoot(YamlValue root)
    {
        if (MapReader.Open(root, "the file", Keys, Findings) is not { } map) return;

        if (map.Require("dialplan", "the version of the language, 1") is { } version && version is not YamlText { Text: "1" })
            Findings.Add(version, FindingCodes.WrongValue, $"dialplan is {version.Described}; expected 1, the version of the language");
        ReadName(map);
        ReadDomains(map);
        var media = map.Find("media") is { } mode
            ? ValueReader.OneOf(mode, "media", [("relay", MediaMode.Relay), ("direct", MediaMode.Direct)], Findings)
            : null;
        var maxCall = Duration(map, "max-call", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        var mediaTimeout = Duration(map, "media-timeout", TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), "never");
        var ringFor = Duration(map, "ring-for", BridgeOptions.ShortestRing, BridgeOptions.LongestRing) ?? TimeSpan.FromSeconds(30);
        var extensions = ExtensionReader.Read(map.Find("extensions"), Findings);
        var numbers = new PlanReader(Findings, extensions, ringFor).Read(map.Find("numbers"), map.Find("flows"));
        if (Findings.Count > 0) return;

        Account = new Account
        {
            Id = Name!.Text,
            Domains = [.. Domains.Select(domain => domain.Domain)],
            Media = media ?? MediaMode.Relay,
            MaxCall = maxCall ?? TimeSpan.FromHours(4),
            MediaTimeout = mediaTimeout ?? TimeSpan.FromSeconds(60),
            RingFor = ringFor,
            Extensions = extensions.ToFrozenDictionary(),
            Numbers = numbers.ToFrozenDictionary(),
        };
    }

    private TimeSpan? Duration(MapReader map, string key, TimeSpan minimum, TimeSpan maximum, string? zero = null) =>
        map.Find(key) is { } value ? ValueReader.Duration(value, key, minimum, maximum, Findings, zero) : null;

    private void ReadName(MapReader map)
    {
        if (map.Require("account", "the account's name") is not { } value) return;
        if (ValueReader.Text(value, "account", Findings, maximumLength: 63) is not { } name) return;
        if (Names.IsIdentifier(name)) Name = (YamlText)value;
        else Findings.Add(value, FindingCodes.WrongValue, $"account is '{name}'; expected lower-case letters, digits and hyphens, a letter first");
    }

    private void ReadDomains(MapReader map)
    {
        const string expected = "the SIP domains of the account, such as [acme.example]";
        if (map.Require("domains", expected) is not { } value) return;
        foreach (var item in ValueReader.OneOrMore(value, "domains", expected, 100, Findings))
        {
            if (ValueReader.Text(item, "a domain", Findings, maximumLength: 253) is not { } text) continue;
            if (Names.Domain(text) is { } domain) Domains.Add((domain, item.Place));
            else Findings.Add(item, FindingCodes.WrongValue, $"'{text}' is no domain; expected a host name or an IP address, without sip: and port");
        }
    }
}
