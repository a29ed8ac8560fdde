using System.Globalization;
using System.Text;

namespace Softswitch.Sdk.Generators.Writing;

/// <summary>Writes compact JSON. The compiler's own process has no JSON library that a generator could count on.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();

    /// <summary>An object.</summary>
    public JsonText Object(Action<JsonText> content) => Enclose('{', content, '}');

    /// <summary>A list.</summary>
    public JsonText Array(IEnumerable<string> values) => Enclose('[', json =>
    {
        foreach (var value in values) json.Raw(Quote(value));
    }, ']');

    /// <summary>A list of what is JSON already.</summary>
    public JsonText RawArray(IEnumerable<string> values) => Enclose('[', json =>
    {
        foreach (var value in values) json.Raw(value);
    }, ']');

    /// <summary>The key of a property; its value comes next.</summary>
    public JsonText Key(string name)
    {
        Separate();
        _text.Append(Quote(name)).Append(':');
        return this;
    }

    /// <summary>A property, unless it is null.</summary>
    public JsonText Text(string name, string? value) => value is null ? this : Key(name).Raw(Quote(value));

    /// <summary>A property of what is JSON already, unless it is null.</summary>
    public JsonText Raw(string name, string? json) => json is null ? this : Key(name).Raw(json);

    /// <summary>A property, unless it is null.</summary>
    public JsonText Number(string name, int? value) => Raw(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>What is JSON already.</summary>
    public JsonText Raw(string json)
    {
        Separate();
        _text.Append(json);
        return this;
    }

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>A string of JSON.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var letter in value)
        {
            if (letter is '"' or '\\') text.Append('\\').Append(letter);
            else if (letter < ' ' || char.IsSurrogate(letter)) text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else text.Append(letter);
        }

        return text.Append('"').ToString();
    }

    private JsonText Enclose(char open, Action<JsonText> content, char close)
    {
        Separate();
        _text.Append(open);
        content(this);
        _text.Append(close);
        return this;
    }

    private void Separate()
    {
        if (_text.Length > 0 && _text[_text.Length - 1] is not ('{' or '[' or ':')) _text.Append(',');
    }
}
