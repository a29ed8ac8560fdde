using System.Collections.Immutable;
using System.Text;
using Softswitch.Dialplan.Yaml;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>The options of the <c>bridge</c> step.</summary>
/// <param name="Targets">Rung all at once.</param>
/// <param name="RingFor">For so long.</param>
internal sealed record BridgeOptions(ImmutableArray<DialTarget> Targets, TimeSpan RingFor)
{
    private const int MaximumTargets = 50;
    private static readonly string[] Keys = ["to", "ring-for"];

    public static TimeSpan ShortestRing { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan LongestRing { get; } = TimeSpan.FromMinutes(3);

    public static BridgeOptions Read(YamlValue value, IReadOnlyDictionary<string, Extension> extensions, TimeSpan ringFor, FileFindings findings)
    {
        var options = new BridgeOptions([], ringFor);
        if (MapReader.Open(value, "bridge", Keys, findings, FindingCodes.UnknownOption) is not { } map) return options;
        if (map.Find("ring-for") is { } duration && ValueReader.Duration(duration, "ring-for", ShortestRing, LongestRing, findings) is { } given)
            options = options with { RingFor = given };
        const string expected = "ext:NUMBER or sip:USER@ADDRESS, or a list of them";
        if (map.Require("to", expected) is not { } to) return options;

        var targets = ImmutableArray.CreateBuilder<DialTarget>();
        foreach (var item in ValueReader.OneOrMore(to, "to", expected, MaximumTargets, findings))
        {
            if (ReadTarget(item, extensions, findings) is not { } target) continue;
            if (targets.Contains(target)) findings.Add(item, FindingCodes.Ambiguous, $"{item.Described} is rung already");
            else targets.Add(target);
        }

        return options with { Targets = targets.ToImmutable() };
    }

    private static DialTarget? ReadTarget(YamlValue value, IReadOnlyDictionary<string, Extension> extensions, FileFindings findings)
    {
        if (ValueReader.Text(value, "to", findings, maximumLength: 256) is not { } text) return null;
        if (text.StartsWith("ext:", StringComparison.Ordinal))
        {
            var number = text["ext:".Length..];
            if (extensions.TryGetValue(number, out var extension)) return new ExtensionTarget(extension);
            findings.Add(value, FindingCodes.UnknownExtension, $"unknown extension '{number}'{Suggestion.For(number, extensions.Keys)}");
            return null;
        }

        if (text.StartsWith("sip:", StringComparison.Ordinal) || text.StartsWith("sips:", StringComparison.Ordinal))
        {
            var isUri = SipUri.TryParse(Encoding.UTF8.GetBytes(text), out var uri) && !uri.Host.IsEmpty;
            if (isUri && NetAddress.TryParse(uri.Host, 0, out _)) return new UriTarget(text);
            // Names are not looked up, so that one would never be reached.
            findings.Add(value, FindingCodes.WrongValue, isUri
                ? $"the host of '{text}' is a name; expected an IP address"
                : $"'{text}' is no SIP URI; expected sip:USER@ADDRESS");
            return null;
        }

        var meant = extensions.ContainsKey(text) ? $"; did you mean 'ext:{text}'?" : text.Contains('@', StringComparison.Ordinal) ? $"; did you mean 'sip:{text}'?" : "; expected ext:NUMBER or sip:USER@ADDRESS";
        findings.Add(value, FindingCodes.WrongValue, $"to is '{text}'{meant}");
        return null;
    }
}
