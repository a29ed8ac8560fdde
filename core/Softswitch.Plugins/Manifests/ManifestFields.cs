using System.Collections.Immutable;
using System.Text.Json;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Plugins.Manifests;

/// <summary>Reads the fields of one JSON object, bounded, and notes all that is wrong with it.</summary>
internal sealed class ManifestFields
{
    private readonly JsonElement _element;
    private readonly string _where;
    private readonly List<PluginProblem> _problems;

    private ManifestFields(JsonElement element, string where, List<PluginProblem> problems)
    {
        _element = element;
        _where = where;
        _problems = problems;
    }

    /// <summary>Opens an object; null, and a problem, where it is none.</summary>
    public static ManifestFields? Open(JsonElement element, string where, string[] known, List<PluginProblem> problems)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.ManifestShape, $"{where} is {Described(element)}; expected an object of {string.Join(", ", known)}"));
            return null;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                problems.Add(new PluginProblem(PluginProblemCodes.ManifestShape, $"unknown key '{Shortened(property.Name)}' in {where}{Suggestion.For(property.Name, known)}"));
        }

        return new ManifestFields(element, where, problems);
    }

    /// <summary>A field as it is; of kind undefined where it is not there.</summary>
    public JsonElement Raw(string name) => _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>Text of at most <paramref name="longest"/> characters that <paramref name="isGood"/> likes; null, and a problem, where it is not so.</summary>
    public string? Text(string name, int longest, Func<string, bool>? isGood = null, string expected = "text", bool isRequired = false)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (isRequired) Wrong(PluginProblemCodes.ManifestShape, $"'{name}' is missing; expected {expected}");
            return null;
        }

        return Scalar(value, $"'{name}'", longest, isGood, expected);
    }

    /// <summary>Yes or no.</summary>
    public bool Flag(string name, bool otherwise)
    {
        var value = Raw(name);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        if (value.ValueKind != JsonValueKind.Undefined) Wrong(PluginProblemCodes.ManifestShape, $"'{name}' is {Described(value)}; expected true or false");
        return otherwise;
    }

    /// <summary>A list of texts that differ from each other.</summary>
    public ImmutableArray<string> Texts(string name, int most, int longest, Func<string, bool>? isGood, string expected)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Items(name, most))
        {
            if (Scalar(item, $"an item of '{name}'", longest, isGood, expected) is not { } text) continue;
            if (texts.Contains(text)) Wrong(PluginProblemCodes.ManifestValue, $"'{text}' is twice in '{name}'");
            else texts.Add(text);
        }

        return texts.ToImmutable();
    }

    /// <summary>A list of objects.</summary>
    public ImmutableArray<T> Objects<T>(string name, int most, string[] known, Func<ManifestFields, T?> read)
        where T : class
    {
        var objects = ImmutableArray.CreateBuilder<T>();
        foreach (var item in Items(name, most))
        {
            if (Open(item, $"'{name}' of {_where}", known, _problems) is { } fields && read(fields) is { } made) objects.Add(made);
        }

        return objects.ToImmutable();
    }

    /// <summary>Notes what is wrong.</summary>
    public void Wrong(string code, string text) => _problems.Add(new PluginProblem(code, $"{_where}: {text}"));

    private List<JsonElement> Items(string name, int most)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined) return [];
        if (value.ValueKind != JsonValueKind.Array) Wrong(PluginProblemCodes.ManifestShape, $"'{name}' is {Described(value)}; expected a list");
        else if (value.GetArrayLength() > most) Wrong(PluginProblemCodes.TooLarge, $"'{name}' has {value.GetArrayLength()} items; expected at most {most}");
        else return [.. value.EnumerateArray()];
        return [];
    }

    private string? Scalar(JsonElement value, string what, int longest, Func<string, bool>? isGood, string expected)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Wrong(PluginProblemCodes.ManifestShape, $"{what} is {Described(value)}; expected {expected}");
            return null;
        }

        // Lone surrogates pass the parser and cannot be text.
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Wrong(PluginProblemCodes.ManifestShape, $"{what} is no text; expected {expected}");
            return null;
        }

        if (text.Length <= longest && isGood?.Invoke(text) != false) return text;
        Wrong(PluginProblemCodes.ManifestValue, $"{what} is '{Shortened(text)}'; expected {expected}, of at most {longest} characters");
        return null;
    }

    private static string Described(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
