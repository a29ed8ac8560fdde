using System.Collections.Frozen;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads one account: its settings, its extensions, its plan.</summary>
internal sealed class AccountReader
{
    private static readonly TimeSpan ShortestRing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRing = TimeSpan.FromMinutes(3);

    private readonly PlanDocument _document;

    private AccountReader(PlanContents contents) => _document = PlanDocument.Read(contents.Sources, Sections, contents.Beside);

    /// <summary>Everything that can stand at the top of an account's files.</summary>
    public static IReadOnlyList<PlanSection> Sections { get; } =
        [.. PlanSection.Language, new("domains"), new("media"), new("max-call"), new("media-timeout"), new("ring-for"), new("record-inputs"), new("extensions", true), new("api-keys", true)];

    /// <summary>What is wrong with it.</summary>
    public FileFindings Findings => _document.Findings;

    /// <summary>The account's name and its place, where there is one.</summary>
    public YamlText? Name => _document.Account;

    /// <summary>The domains that are well formed, in lower case.</summary>
    public List<(string Domain, Place Place)> Domains { get; } = [];

    /// <summary>Name of its reseller, or null.</summary>
    public string? Reseller { get; private set; }

    /// <summary>Plugins that its own files name in <c>uses</c>.</summary>
    public IReadOnlyList<string> Uses => [.. _document.Plugins];

    /// <summary>The account; null where there are findings.</summary>
    public Account? Account { get; private set; }

    /// <summary>Plugins that an account's files name in <c>uses</c>, read without anything else.</summary>
    public static IReadOnlyList<string> UsesOf(PlanSource source)
    {
        try
        {
            return new AccountReader(source.Unpack()).Uses;
        }
        catch (InvalidDataException)
        {
            // Who uses the account is told.
            return [];
        }
    }

    /// <summary>Reads an account.</summary>
    /// <param name="contents">Its files, at least one that is no test.</param>
    /// <param name="language">What its plan is checked against.</param>
    /// <param name="layers">The layers above accounts.</param>
    /// <param name="version">Number of the version that it will be published as; 0 for none.</param>
    public static AccountReader Read(PlanContents contents, PlanLanguage language, AccountLayers layers, int version)
    {
        var reader = new AccountReader(contents);
        reader.ReadAll(language, layers, version);
        return reader;
    }

    private void ReadAll(PlanLanguage language, AccountLayers layers, int version)
    {
        var above = ReadReseller(layers);
        ReadDomains();
        var media = _document.Find("media") is { } mode
            ? ValueReader.OneOf(mode, "media", [("relay", MediaMode.Relay), ("direct", MediaMode.Direct)], Findings)
            : null;
        var maxCall = Duration("max-call", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        var mediaTimeout = Duration("media-timeout", TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), "never");
        var recordsInputs = _document.Find("record-inputs") is { } isRecorded && ValueReader.OneOf(isRecorded, "record-inputs", [("true", true), ("false", false)], Findings) is true;
        var ringFor = Duration("ring-for", ShortestRing, LongestRing);
        var extensions = ExtensionReader.Read(_document.Entries("extensions", "extensions by number"), Findings);
        var flows = extensions.ToDictionary(extension => extension.Key, extension => extension.Value.Flow, StringComparer.Ordinal);
        var keys = ApiKeyReader.Read(_document.Entries("api-keys", "keys by name"), Findings);
        if (language.Check(_document, flows, above, version) is not { } plan || Name is null) return;

        Account = new Account
        {
            Id = Name.Text,
            Domains = [.. Domains.Select(domain => domain.Domain)],
            Media = media ?? MediaMode.Relay,
            MaxCall = maxCall ?? TimeSpan.FromHours(4),
            MediaTimeout = mediaTimeout ?? TimeSpan.FromSeconds(60),
            RecordsInputs = recordsInputs,
            RingFor = ringFor ?? TimeSpan.FromSeconds(30),
            Extensions = extensions.ToFrozenDictionary(extension => extension.Key, extension => extension.Value.Extension),
            Plan = plan,
            Layers = layers.Version,
            ApiKeys = keys,
        };
    }

    private PlanLayer? ReadReseller(AccountLayers layers)
    {
        if (_document.Find("reseller") is not { } value || ValueReader.Text(value, "reseller", Findings, maximumLength: 63) is not { } name) return layers.Platform;
        Reseller = name;
        if (layers.Resellers.TryGetValue(name, out var layer)) return layer;
        Findings.Add(value, FindingCodes.UnknownReseller, $"reseller '{name}' has no layer in _resellers/{name}{Suggestion.For(name, layers.Resellers.Keys)}");
        return layers.Platform;
    }

    private TimeSpan? Duration(string key, TimeSpan minimum, TimeSpan maximum, string? zero = null) =>
        _document.Find(key) is { } value ? ValueReader.Duration(value, key, minimum, maximum, Findings, zero) : null;

    private void ReadDomains()
    {
        const string expected = "the SIP domains of the account, such as [acme.example]";
        if (_document.Require("domains", expected) is not { } value) return;
        foreach (var item in ValueReader.OneOrMore(value, "domains", expected, 100, Findings))
        {
            if (ValueReader.Text(item, "a domain", Findings, maximumLength: 253) is not { } text) continue;
            if (Names.Domain(text) is { } domain) Domains.Add((domain, item.Place));
            else Findings.Add(item, FindingCodes.WrongValue, $"'{text}' is no domain; expected a host name or an IP address, without sip: and port");
        }
    }
}
