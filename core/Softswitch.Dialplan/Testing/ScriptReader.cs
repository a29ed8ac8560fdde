using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Testing;

/// <summary>Reads what the people of a test's call do.</summary>
internal sealed class ScriptReader(Plan plan, FileFindings findings)
{
    private const int MostPresses = 200;
    private const int MostDigits = 64;
    private const int LongestHeader = 1000;
    private const decimal MostMoney = 1_000_000_000;

    private static readonly SearchValues<char> Keypad = SearchValues.Create("0123456789*#ABCD");
    private static readonly string[] TimeForms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);
    private static readonly (string, CalleeBehaviour)[] Behaviours =
    [
        ("answers", CalleeBehaviour.Answers), ("busy", CalleeBehaviour.Busy), ("no-answer", CalleeBehaviour.NoAnswer), ("unregistered", CalleeBehaviour.Unregistered),
        ("rejects", CalleeBehaviour.Rejects),
    ];

    private static readonly (string, ExtensionState)[] States =
    [
        ("offline", ExtensionState.Offline), ("idle", ExtensionState.Idle), ("ringing", ExtensionState.Ringing), ("busy", ExtensionState.Busy), ("away", ExtensionState.Away),
        ("do-not-disturb", ExtensionState.DoNotDisturb),
    ];

    /// <summary>The keys that it knows.</summary>
    public static string[] Keys { get; } =
        ["at", "zone", "caller", "dials", "presses", "hangs-up-after", "callees", "others", "ring-for", "prompt-length", "balance", "presence", "directory", "headers", "seed"];

    /// <summary>The script; null, and a finding, where something is missing.</summary>
    public CallScript? Read(YamlMap call)
    {
        YamlValue? Find(string key) => call.Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;

        var usual = new CallScript { Dialled = "" };
        if (Find("dials") is not { } dials)
        {
            findings.Add(call, FindingCodes.MissingKey, "key 'dials' is missing; expected what is dialled");
            return null;
        }

        return usual with
        {
            Dialled = ValueReader.Text(dials, "dials", findings) ?? "",
            At = Find("at") is { } at ? Time(at, Find("zone")) : usual.At,
            Caller = Find("caller") is { } caller ? Party(caller) : usual.Caller,
            Presses = Find("presses") is { } presses ? [.. Items(presses, "presses", MostPresses).Select(Presses)] : usual.Presses,
            HangsUpAfter = Find("hangs-up-after") is { } hangup ? Duration(hangup, "hangs-up-after") : null,
            Callees = Find("callees") is { } callees ? Callees(callees) : usual.Callees,
            Others = Find("others") is { } others ? Callee(others, "others") : usual.Others,
            RingFor = Find("ring-for") is { } ring ? ValueReader.Duration(ring, "ring-for", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3), findings) : null,
            PromptLength = Find("prompt-length") is { } length ? Duration(length, "prompt-length") : usual.PromptLength,
            Balance = Find("balance") is { } balance ? Money(balance, "balance", findings) : null,
            Presence = Find("presence") is { } presence ? Presence(presence) : usual.Presence,
            Directory = Find("directory") is { } directory ? Directory(directory) : usual.Directory,
            Headers = Find("headers") is { } headers ? Headers(headers) : usual.Headers,
            Seed = Find("seed") is { } seed ? (ulong)(ValueReader.Number(seed, "seed", 0, int.MaxValue, findings) ?? 1) : usual.Seed,
        };
    }

    /// <summary>An amount, with at most four decimals.</summary>
    public static decimal? Money(YamlValue value, string what, FileFindings findings)
    {
        if (value is YamlText text && decimal.TryParse(text.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) <= MostMoney)
            return amount;
        findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected an amount such as 12.50");
        return null;
    }

    /// <summary>A target as plans spell it, which the plan has if it is an extension; null, and a finding, where it is none.</summary>
    public static string? Target(YamlText value, string what, Plan plan, FileFindings findings)
    {
        if (!DialTarget.TryParse(value.Text, out var target))
        {
            findings.Add(value, FindingCodes.WrongValue, $"{what} is {value.Described}; expected ext:NUMBER, a telephone number, or sip:USER@HOST");
            return null;
        }

        if (target.Kind == DialTargetKind.Extension && !plan.Extensions.ContainsKey(target.Value))
            findings.Add(value, FindingCodes.UnknownExtension, $"unknown extension '{target.Value}'{Suggestion.For(target.Value, plan.Extensions.Keys.Order(StringComparer.Ordinal))}");
        return target.ToString();
    }

    private TimeSpan Duration(YamlValue value, string what) => ValueReader.Duration(value, what, TimeSpan.Zero, LongestTime, findings) ?? TimeSpan.Zero;

    private IReadOnlyList<YamlValue> Items(YamlValue value, string what, int most) =>
        value is YamlList { Items.Count: 0 } ? [] : value is YamlMap ? [value] : ValueReader.OneOrMore(value, what, "a list", most, findings);

    private DateTimeOffset Time(YamlValue at, YamlValue? zone)
    {
        var place = TimeZoneInfo.Utc;
        if (zone is not null && ValueReader.Text(zone, "zone", findings) is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out place!))
        {
            findings.Add(zone, FindingCodes.UnknownReference, $"unknown time zone '{name}'; expected one of the IANA database, as Europe/Brussels");
            place = TimeZoneInfo.Utc;
        }

        if (at is YamlText text && DateTime.TryParseExact(text.Text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            if (!place.IsInvalidTime(time)) return new DateTimeOffset(time, place.GetUtcOffset(time));
            findings.Add(at, FindingCodes.WrongValue, $"at is '{text.Text}'; no clock of {place.Id} ever shows that");
            return default;
        }

        findings.Add(at, FindingCodes.WrongValue, $"at is {at.Described}; expected a date and a time, as \"2026-12-25 10:00\"");
        return default;
    }

    private CallParty Party(YamlValue value)
    {
        if (value is YamlText text) return Known(text.IsQuoted && text.Text.Length == 0 ? "" : ValueReader.Text(value, "caller", findings) ?? "", null);
        if (MapReader.Open(value, "caller", ["number", "name"], findings) is not { } map) return new CallParty("");
        var number = map.Require("number", "a number, or \"\" for a caller who withholds it");
        return Known((number as YamlText)?.Text ?? "", map.Find("name") is { } name ? ValueReader.Text(name, "name", findings) : null);
    }

    /// <summary>Whoever calls from an extension is that extension.</summary>
    private CallParty Known(string number, string? name)
    {
        var extension = number.StartsWith("ext:", StringComparison.Ordinal) ? number[4..] : number;
        return plan.Extensions.ContainsKey(extension) ? new CallParty(extension, name, extension) : new CallParty(number, name);
    }

    private KeyPresses Presses(YamlValue value)
    {
        if (value is YamlText { IsQuoted: true, Text.Length: 0 }) return new KeyPresses("");
        if (value is YamlText) return new KeyPresses(Digits(value));
        if (MapReader.Open(value, "presses", ["digits", "after", "between"], findings) is not { } map) return new KeyPresses("");
        var digits = map.Require("digits", "what is pressed") is { } pressed ? Digits(pressed) : "";
        var presses = new KeyPresses(digits, map.Find("after") is { } after ? Duration(after, "after") : null);
        return map.Find("between") is { } between ? presses with { Between = Duration(between, "between") } : presses;
    }

    private string Digits(YamlValue value)
    {
        if (ValueReader.Text(value, "presses", findings, MostDigits) is not { } digits) return "";
        if (!digits.AsSpan().ContainsAnyExcept(Keypad)) return digits;
        findings.Add(value, FindingCodes.WrongValue, $"presses is '{digits}'; expected 0-9 * # A-D");
        return "";
    }

    private ImmutableDictionary<string, CalleeScript> Callees(YamlValue value)
    {
        var callees = ImmutableDictionary.CreateBuilder<string, CalleeScript>(StringComparer.Ordinal);
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"callees is {value.Described}; expected a map of what each does, by target");
            return callees.ToImmutable();
        }

        foreach (var (key, does) in map.Entries)
        {
            if (Target(key, "the callee", plan, findings) is { } target) callees[target] = Callee(does, $"callee '{key.Text}'");
        }

        return callees.ToImmutable();
    }

    private CalleeScript Callee(YamlValue value, string what)
    {
        if (value is YamlText) return new CalleeScript { Behaviour = ValueReader.OneOf(value, what, Behaviours, findings) ?? default };
        if (MapReader.Open(value, what, [.. Behaviours.Select(behaviour => behaviour.Item1), "talks-for", "after"], findings) is not { } map) return new CalleeScript();
        var does = new CalleeScript { TalksFor = map.Find("talks-for") is { } talks ? Duration(talks, "talks-for") : null };
        var said = Behaviours.Where(behaviour => map.Find(behaviour.Item1) is not null).ToList();
        if (said.Count != 1)
        {
            findings.Add(value, FindingCodes.WrongValue, $"{what} does {said.Count} things; expected one of {string.Join(", ", Behaviours.Select(behaviour => behaviour.Item1))}");
            return does;
        }

        var (word, kind) = said[0];
        does = does with { Behaviour = kind };
        if (map.Find("after") is { } after) does = does with { After = Duration(after, "after") };
        // "answers: 5s" says when, "rejects: 603" with what.
        return map.Find(word) switch
        {
            YamlText { Text: "yes" or "true" } => does,
            { } status when kind == CalleeBehaviour.Rejects => does with { Status = ValueReader.Number(status, word, 300, 699, findings) ?? 603 },
            { } time => does with { After = Duration(time, word) },
            null => does,
        };
    }

    private ImmutableDictionary<string, string> Headers(YamlValue value) => Texts(value, "headers", "a map of values by name", StringComparer.OrdinalIgnoreCase, entry => ValueReader.Text(entry.Value, entry.Key.Text, findings, LongestHeader));

    private ImmutableDictionary<string, ExtensionState> Presence(YamlValue value)
    {
        var states = ImmutableDictionary.CreateBuilder<string, ExtensionState>(StringComparer.Ordinal);
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"presence is {value.Described}; expected a map of states by extension");
            return states.ToImmutable();
        }

        foreach (var (extension, state) in map.Entries)
        {
            if (!plan.Extensions.ContainsKey(extension.Text))
                findings.Add(extension, FindingCodes.UnknownExtension, $"unknown extension '{extension.Text}'{Suggestion.For(extension.Text, plan.Extensions.Keys.Order(StringComparer.Ordinal))}");
            else if (ValueReader.OneOf(state, $"presence of {extension.Text}", States, findings) is { } known)
                states[extension.Text] = known;
        }

        return states.ToImmutable();
    }

    /// <summary>Nobody, where there is nothing between the quotes.</summary>
    private ImmutableDictionary<string, string> Directory(YamlValue value) =>
        Texts(value, "directory", "a map of names by number", StringComparer.Ordinal, entry => entry.Value is YamlText { IsQuoted: true, Text.Length: 0 } ? "" : ValueReader.Text(entry.Value, entry.Key.Text, findings));

    private ImmutableDictionary<string, string> Texts(YamlValue value, string what, string expected, StringComparer comparer, Func<YamlEntry, string?> read)
    {
        if (value is YamlMap map) return map.Entries.ToImmutableDictionary(entry => entry.Key.Text, entry => read(entry) ?? "", comparer);
        findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected {expected}");
        return ImmutableDictionary<string, string>.Empty;
    }
}
