using System.Collections.Immutable;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Testing;

/// <summary>Reads what a test expects.</summary>
internal sealed class ExpectationReader(Plan plan, FileFindings findings)
{
    private const int MostItems = 500;

    private static readonly string[] Keys = ["path", "steps", "hears", "rings", "shows", "status", "answered-by", "duration", "ended-by", "charge", "variables", "failures"];

    /// <summary>What is expected; null, and a finding, where it is no map.</summary>
    public Expectation? Read(YamlValue value)
    {
        if (MapReader.Open(value, "expect", Keys, findings) is not { } map) return null;
        if (((YamlMap)value).Entries.Count == 0) findings.Add(value, FindingCodes.WrongType, $"expect is empty; expected at least one of {string.Join(", ", Keys)}");
        return new Expectation
        {
            Path = List(map.Find("path"), "path", Flow),
            Steps = map.Find("steps") is { } steps ? [.. Items(steps, "steps").Select(Step)] : null,
            Hears = List(map.Find("hears"), "hears", Prompt),
            Rings = List(map.Find("rings"), "rings", text => ScriptReader.Target(text, "rings", plan, findings)),
            Shows = List(map.Find("shows"), "shows", text => ValueReader.Text(text, "shows", findings)),
            Status = map.Find("status") is { } status ? ValueReader.Number(status, "status", 200, 699, findings) : null,
            AnsweredBy = map.Find("answered-by") switch
            {
                null => null,
                YamlText { Text: "nobody" } => "",
                YamlText text => ScriptReader.Target(text, "answered-by", plan, findings),
                var other => Wrong(other, "answered-by", "a target, or nobody"),
            },
            Duration = map.Find("duration") is { } duration ? ValueReader.Duration(duration, "duration", TimeSpan.Zero, TimeSpan.FromDays(1), findings) : null,
            IsEndedByCaller = map.Find("ended-by") is { } ended ? ValueReader.OneOf(ended, "ended-by", [("caller", true), ("switch", false)], findings) : null,
            Charge = map.Find("charge") is { } charge ? ScriptReader.Money(charge, "charge", findings) : null,
            Variables = map.Find("variables") is { } variables ? Variables(variables) : null,
            Failures = map.Find("failures") is { } failures ? ValueReader.Number(failures, "failures", 0, 1000, findings) ?? 0 : 0,
        };
    }

    private string? Wrong(YamlValue value, string what, string expected)
    {
        findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected {expected}");
        return null;
    }

    private IReadOnlyList<YamlValue> Items(YamlValue value, string what) =>
        value is YamlList { Items.Count: 0 } ? [] : value is YamlMap ? [value] : ValueReader.OneOrMore(value, what, "a list", MostItems, findings);

    private ImmutableArray<string>? List(YamlValue? value, string what, Func<YamlText, string?> read)
    {
        if (value is null) return null;
        var items = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Items(value, what))
        {
            var text = item is YamlText scalar ? read(scalar) : Wrong(item, what, "text");
            if (text is not null) items.Add(text);
        }

        return items.ToImmutable();
    }

    private string? Flow(YamlText name)
    {
        // Dialling an extension has a place of its own.
        if (plan.Flows.ContainsKey(name.Text) || name.Text == "extension") return name.Text;
        findings.Add(name, FindingCodes.UnknownFlow, $"unknown flow '{name.Text}'{Suggestion.For(name.Text, plan.Flows.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    private string? Prompt(YamlText name)
    {
        if (Sdk.Prompt.TryParse(name.Text, out _)) return name.Text;
        findings.Add(name, FindingCodes.WrongValue, $"'{name.Text}' is no name of a prompt; expected lower-case letters, digits, - and _, in folders by /");
        return null;
    }

    private (string, string?) Step(YamlValue value)
    {
        switch (value)
        {
            case YamlText { IsMissing: false } text:
                return (text.Text, null);
            case YamlMap { Entries: [{ Value: YamlText outcome } entry] }:
                return (entry.Key.Text, outcome.Text);
            default:
                findings.Add(value, FindingCodes.WrongType, $"a step is {value.Described}; expected its name, or STEP: OUTCOME");
                return ("", null);
        }
    }

    private ImmutableDictionary<string, string> Variables(YamlValue value)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (value is not YamlMap map)
        {
            Wrong(value, "variables", "a map of values by name");
            return variables.ToImmutable();
        }

        foreach (var (key, expected) in map.Entries)
        {
            if (!plan.Variables.Contains(key.Text)) findings.Add(key, FindingCodes.UnknownVariable, $"unknown variable '{key.Text}'{Suggestion.For(key.Text, plan.Variables.Order(StringComparer.Ordinal))}");
            else if (expected is YamlText text) variables[key.Text] = text.IsMissing ? "" : text.Text;
            else Wrong(expected, key.Text, "text");
        }

        return variables.ToImmutable();
    }
}
