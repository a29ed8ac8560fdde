using System.Buffers;

namespace Softswitch.Dialplan.Plans;

/// <summary>Text with variables in it: <c>Welcome, {caller.name}</c>. <c>{{name}}</c> stands for <c>{name}</c> itself; braces around anything else are plain text.</summary>
public sealed class TextTemplate
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    // Literal text and names by turns; the first is text.
    private readonly string[] _parts;

    private TextTemplate(string source, string[] parts)
    {
        Source = source;
        _parts = parts;
    }

    /// <summary>As written.</summary>
    public string Source { get; }

    /// <summary>Names of the variables, in their order.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var i = 1; i < _parts.Length; i += 2) yield return _parts[i];
        }
    }

    /// <summary>Whether one variable is all there is.</summary>
    public bool IsOneVariable => _parts is ["", _, ""];

    /// <summary>Reads text. Null where no variable stands in it; <paramref name="literal"/> then is what it says.</summary>
    public static TextTemplate? Parse(string text, out string literal)
    {
        literal = text;
        if (!text.Contains('{', StringComparison.Ordinal)) return null;
        var parts = new List<string>();
        var plain = new System.Text.StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var isEscaped = text.AsSpan(at).StartsWith("{{");
            if (text[at] == '{' && NameAt(text, at + (isEscaped ? 2 : 1)) is { } name && (!isEscaped || text.AsSpan(at + name.Length + 2).StartsWith("}}")))
            {
                at += name.Length + (isEscaped ? 4 : 2);
                if (isEscaped)
                {
                    plain.Append('{').Append(name).Append('}');
                    continue;
                }

                parts.Add(plain.ToString());
                parts.Add(name);
                plain.Clear();
                continue;
            }

            plain.Append(text[at++]);
        }

        literal = plain.ToString();
        if (parts.Count == 0) return null;
        parts.Add(literal);
        return new TextTemplate(text, [.. parts]);
    }

    /// <summary>The text with the variables' values; of one that has none, nothing.</summary>
    public string Fill(Func<string, string?> variable)
    {
        var filled = new string?[_parts.Length];
        for (var i = 0; i < _parts.Length; i++) filled[i] = i % 2 == 0 ? _parts[i] : variable(_parts[i]);
        return string.Concat(filled);
    }

    /// <inheritdoc/>
    public override string ToString() => Source;

    private static string? NameAt(string text, int start)
    {
        if (start >= text.Length || !char.IsAsciiLetterLower(text[start])) return null;
        var length = text.AsSpan(start).IndexOfAnyExcept(NameCharacters);
        return length > 0 && text[start + length] == '}' ? text.Substring(start, length) : null;
    }
}
