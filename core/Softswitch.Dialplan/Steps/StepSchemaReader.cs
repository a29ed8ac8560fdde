using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Steps;

/// <summary>
/// Reads the JSON Schema (2020-12) of a step's options, as manifests carry it, into an <see cref="OptionSchema"/>. A schema that says what the language cannot check is a problem, never an
/// exception: manifests come from strangers.
/// </summary>
public sealed class StepSchemaReader
{
    private const int MaximumDepth = 8;
    private const int MaximumLength = 65536;
    private const int MostItems = 1000;

    // They need no backtracking, so it is a busy machine that needs longer than a moment.
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, (ScalarKind Kind, Reference? Reference)> Formats = new(StringComparer.Ordinal)
    {
        ["duration"] = (ScalarKind.Duration, null),
        ["time"] = (ScalarKind.Time, null),
        ["date"] = (ScalarKind.Date, null),
        ["target"] = (ScalarKind.Target, null),
        ["prompt"] = (ScalarKind.Prompt, null),
        ["extension"] = (ScalarKind.Text, Reference.Extension),
        ["number"] = (ScalarKind.Text, Reference.Number),
        ["flow"] = (ScalarKind.Text, Reference.Flow),
        ["time-zone"] = (ScalarKind.Text, Reference.TimeZone),
        ["file"] = (ScalarKind.Text, Reference.File),
        ["variable"] = (ScalarKind.Text, Reference.Variable),
        ["distribution"] = (ScalarKind.Text, Reference.Distribution),
        ["carriers"] = (ScalarKind.Text, Reference.Carriers),
        ["charging"] = (ScalarKind.Text, Reference.Charging),
        ["voice"] = (ScalarKind.Text, Reference.Voice),
        ["directory"] = (ScalarKind.Text, Reference.Directory),
    };

    private readonly List<string> _problems = [];

    private StepSchemaReader()
    {
    }

    /// <summary>The schema of a step's map. Where there are problems it is what could be understood.</summary>
    public static (MapSchema Schema, IReadOnlyList<string> Problems) Read(JsonElement schema)
    {
        var reader = new StepSchemaReader();
        if (reader.ReadAny(schema, "options", 1) is MapSchema map) return (map, reader._problems);
        if (reader._problems.Count == 0) reader._problems.Add("options: is no object with properties");
        return (MapSchema.Empty, reader._problems);
    }

    private OptionSchema? ReadAny(JsonElement schema, string path, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object) return Problem(path, "is no schema");
        if (depth > MaximumDepth) return Problem(path, $"is nested more than {MaximumDepth} deep");
        OptionSchema? read = Text(schema, "type") switch
        {
            "object" => ReadObject(schema, path, depth),
            "array" => ReadArray(schema, path, depth),
            "string" => ReadString(schema, path),
            "boolean" => new ScalarSchema(ScalarKind.Boolean),
            "integer" => new ScalarSchema(ScalarKind.Integer) { Minimum = Number(schema, "minimum", path), Maximum = Number(schema, "maximum", path) },
            "number" => new ScalarSchema(ScalarKind.Decimal) { Minimum = Number(schema, "minimum", path), Maximum = Number(schema, "maximum", path) },
            var type => Problem(path, type is null ? "has no type" : $"has the unknown type '{type}'"),
        };
        return read is null ? null : read with { Description = Text(schema, "description") };
    }

    private OptionSchema? ReadObject(JsonElement schema, string path, int depth)
    {
        if (schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
        {
            var key = schema.TryGetProperty("propertyNames", out var names) ? ReadAny(names.TryGetProperty("type", out _) ? names : Typed(names), path + " key", depth + 1) : new ScalarSchema(ScalarKind.Text);
            var value = ReadAny(values, path + " value", depth + 1);
            if (value is null || key is null) return null;
            return key is ScalarSchema scalar ? new DictionarySchema(scalar, value) : Problem(path, "has keys that are no text");
        }

        var required = Strings(schema, "required").ToHashSet(StringComparer.Ordinal);
        var properties = ImmutableArray.CreateBuilder<OptionProperty>();
        if (schema.TryGetProperty("properties", out var all) && all.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in all.EnumerateObject())
            {
                if (ReadAny(property.Value, $"{path}.{property.Name}", depth + 1) is { } read) properties.Add(new OptionProperty(property.Name, read, required.Remove(property.Name)));
                else required.Remove(property.Name);
            }
        }

        foreach (var name in required) Problem(path, $"requires '{name}', which is none of its properties");
        return new MapSchema(properties.ToImmutable());
    }

    private ListSchema? ReadArray(JsonElement schema, string path, int depth)
    {
        if (!schema.TryGetProperty("items", out var items) || ReadAny(items, path + " item", depth + 1) is not { } item)
        {
            Problem(path, "is a list of nothing that could be read");
            return null;
        }

        return new ListSchema(item, (int)(Number(schema, "minItems", path) ?? 0), (int)Math.Min(MostItems, Number(schema, "maxItems", path) ?? MostItems));
    }

    private ScalarSchema? ReadString(JsonElement schema, string path)
    {
        if (Text(schema, "x-softswitch") is { } format)
        {
            if (!Formats.TryGetValue(format, out var known)) return Problem(path, $"has the unknown x-softswitch '{format}'") as ScalarSchema;
            var scalar = new ScalarSchema(known.Kind) { Reference = known.Reference };
            return scalar with { Shortest = Duration(schema, "x-minimum", path) ?? scalar.Shortest, Longest = Duration(schema, "x-maximum", path) ?? scalar.Longest };
        }

        if (schema.TryGetProperty("enum", out _)) return new ScalarSchema(ScalarKind.Word) { Words = [.. Strings(schema, "enum")] };
        var text = new ScalarSchema(ScalarKind.Text);
        return text with
        {
            MinLength = (int)Math.Clamp(Number(schema, "minLength", path) ?? text.MinLength, 0, MaximumLength),
            MaxLength = (int)Math.Clamp(Number(schema, "maxLength", path) ?? text.MaxLength, 1, MaximumLength),
            Pattern = Text(schema, "pattern") is { } pattern ? Expression(pattern, path) : null,
        };
    }

    private Regex? Expression(string pattern, string path)
    {
        try
        {
            return WholeMatch(pattern);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            Problem(path, $"has the pattern '{pattern}', which cannot be used: {exception.Message}");
            return null;
        }
    }

    /// <summary>An expression that matches whole texts, in time that grows with their length only.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    internal static Regex WholeMatch(string pattern) =>
        new($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, PatternTimeout);

    private TimeSpan? Duration(JsonElement schema, string name, string path)
    {
        if (Text(schema, name) is not { } text) return null;
        if (ValueReader.TryDuration(text, out var duration)) return duration;
        Problem(path, $"has the {name} '{text}', which is no duration");
        return null;
    }

    private decimal? Number(JsonElement schema, string name, string path)
    {
        if (!schema.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)) return number;
        // What is beyond a decimal bounds nothing that could be written.
        if (value.ValueKind == JsonValueKind.Number) return null;
        Problem(path, $"has the {name} '{value}', which is no number");
        return null;
    }

    private static string? Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Strings(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText().ToString(CultureInfo.InvariantCulture))
            : [];

    // propertyNames need not repeat that names are strings.
    private static JsonElement Typed(JsonElement names)
    {
        var with = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["type"] = JsonSerializer.SerializeToElement("string") };
        if (names.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in names.EnumerateObject()) with[property.Name] = property.Value;
        }

        return JsonSerializer.SerializeToElement(with);
    }

    private OptionSchema? Problem(string path, string text)
    {
        _problems.Add($"{path}: {text}");
        return null;
    }
}
