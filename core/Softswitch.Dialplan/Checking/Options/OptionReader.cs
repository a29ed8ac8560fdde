using System.Globalization;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>Reads a step's map and holds it against the step's schema.</summary>
/// <param name="scope">The names that can be used.</param>
/// <param name="step">The step; it is told which variables, targets and flows its options name.</param>
internal sealed class OptionReader(PlanScope scope, StepDraft step)
{
    private readonly ScalarReader _scalars = new(scope, step);

    /// <summary>The options; those that are wrong are left out.</summary>
    /// <param name="value">The map; nothing at all counts as an empty one.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="what">What it is the map of: <c>ivr.menu</c>.</param>
    public PlanOptions Read(YamlValue value, MapSchema schema, string what)
    {
        if (value is YamlText { IsMissing: true }) value = new YamlMap(value.Place, []);
        var names = schema.Properties.Select(property => property.Name).ToArray();
        if (schema.Properties.IsEmpty && value is YamlMap { Entries.Count: > 0 } needless)
        {
            scope.Findings.Add(needless.Entries[0].Key, FindingCodes.UnknownOption, $"unknown option '{needless.Entries[0].Key.Text}' for {what}, which has none");
            return PlanOptions.Empty;
        }

        if (MapReader.Open(value, what, names, scope.Findings, FindingCodes.UnknownOption) is not { } map) return PlanOptions.Empty;
        var values = new List<KeyValuePair<string, object>>(names.Length);
        foreach (var property in schema.Properties)
        {
            var given = property.IsRequired ? map.Require(property.Name, Expected(property.Schema)) : map.Find(property.Name);
            if (given is not null && ReadAny(given, property.Schema, property.Name) is { } read) values.Add(KeyValuePair.Create(property.Name, read));
        }

        return values.Count == 0 ? PlanOptions.Empty : new PlanOptions([.. values]);
    }

    /// <summary>What may stand at a place, in words.</summary>
    public static string Expected(OptionSchema schema) => schema switch
    {
        ScalarSchema scalar => ScalarReader.Expected(scalar),
        ListSchema list => $"{Expected(list.Item)}, or a list of them",
        MapSchema { Properties: var properties } => "a map of " + string.Join(", ", properties.Select(property => property.Name)),
        DictionarySchema dictionary => $"a map of {Expected(dictionary.Key)} to {Expected(dictionary.Value)}",
        _ => "a value",
    };

    private object? ReadAny(YamlValue value, OptionSchema schema, string what)
    {
        switch (schema)
        {
            case ScalarSchema scalar:
                return _scalars.Read(value, scalar, what);
            case ListSchema list:
                return ReadList(value, list, what);
            case MapSchema map:
                return Read(value, map, what);
            default:
                return ReadDictionary(value, (DictionarySchema)schema, what);
        }
    }

    private object[]? ReadList(YamlValue value, ListSchema schema, string what)
    {
        IReadOnlyList<YamlValue> items = value is YamlList list ? list.Items : [value];
        if (items.Count < schema.MinItems || items.Count > schema.MaxItems || (value is YamlText { IsMissing: true } && schema.MinItems > 0))
        {
            if (items.Count == 0 || value is YamlText) scope.Findings.Add(value, FindingCodes.WrongType, $"{what} is {(items.Count == 0 ? "an empty list" : "empty")}; expected {Expected(schema)}");
            else scope.Findings.Add(value, FindingCodes.OutOfRange, $"{what} has {items.Count} entries; expected {Bounds(schema)}");
            return null;
        }

        var read = new List<object>(items.Count);
        foreach (var item in items)
        {
            if (ReadAny(item, schema.Item, what) is not { } one) continue;
            if (schema.Item is ScalarSchema { Kind: ScalarKind.Target } && read.Contains(one)) scope.Findings.Add(item, FindingCodes.Ambiguous, $"{item.Described} is there already");
            else read.Add(one);
        }

        return [.. read];
    }

    private PlanOptions? ReadDictionary(YamlValue value, DictionarySchema schema, string what)
    {
        if (value is not YamlMap map)
        {
            scope.Findings.Add(value, FindingCodes.WrongType, $"{what} is {value.Described}; expected {Expected(schema)}");
            return null;
        }

        var values = new List<KeyValuePair<string, object>>(map.Entries.Count);
        foreach (var (key, body) in map.Entries)
        {
            var name = _scalars.Read(key, schema.Key, $"a key of {what}");
            if (ReadAny(body, schema.Value, key.Text) is { } read && name is string) values.Add(KeyValuePair.Create(key.Text, read));
        }

        return new PlanOptions([.. values]);
    }

    private static string Bounds(ListSchema schema) => schema.MinItems == 0
        ? string.Create(CultureInfo.InvariantCulture, $"at most {schema.MaxItems}")
        : string.Create(CultureInfo.InvariantCulture, $"{schema.MinItems} to {schema.MaxItems}");
}
