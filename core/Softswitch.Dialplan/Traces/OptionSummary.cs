using Softswitch.Dialplan.Steps;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Traces;

/// <summary>What a plan says in a step's map, in one line: <c>to: ext:100, ring-for: 20s</c>.</summary>
public static class OptionSummary
{
    private const int Longest = 200;

    /// <summary>The line, at most 200 characters.</summary>
    public static string Of(StepType step, OptionValues options)
    {
        var line = Map(step.Options, options);
        return line.Length <= Longest ? line : string.Concat(line.AsSpan(0, Longest - 1), "…");
    }

    private static string Map(MapSchema schema, OptionValues options) => string.Join(", ", schema.Properties
        .Where(property => options.Has(property.Name))
        .Select(property => property.Name + ": " + Value(property.Schema, property.Name, options)));

    private static string Value(OptionSchema schema, string name, OptionValues options) => schema switch
    {
        ScalarSchema => options.Text(name),
        ListSchema { Item: ScalarSchema } => options.Texts(name) is [var one] ? one : "[" + string.Join(", ", options.Texts(name)) + "]",
        ListSchema { Item: MapSchema map } => "[" + string.Join(", ", options.Maps(name).Select(item => "{" + Map(map, item) + "}")) + "]",
        MapSchema map => "{" + Map(map, options.Map(name)) + "}",
        DictionarySchema { Value: ScalarSchema } => "{" + string.Join(", ", options.Map(name).Keys.Select(key => key + ": " + options.Map(name).Text(key))) + "}",
        DictionarySchema => "{" + string.Join(", ", options.Map(name).Keys) + "}",
        _ => "…",
    };
}
