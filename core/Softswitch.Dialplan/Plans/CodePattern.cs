using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Softswitch.Dialplan.Plans;

/// <summary>
/// A code that phones dial: digits, <c>*</c>, <c>#</c> and <c>+</c>, with placeholders for digits: <c>*21*{number}</c>, <c>7{slot:2-4}</c>. A placeholder takes 1 to 24 digits
/// where nothing else is said.
/// </summary>
public sealed class CodePattern
{
    internal const int MostDigits = 24;

    private const int MaximumLength = 128;

    private CodePattern(string text, CodePart[] parts)
    {
        Text = text;
        Parts = parts;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Names of its placeholders, in their order.</summary>
    public IEnumerable<string> Placeholders => Parts.Where(part => part.Name is not null).Select(part => part.Name!);

    /// <summary>What it consists of, in order.</summary>
    internal CodePart[] Parts { get; }

    /// <summary>Whether it has no placeholder.</summary>
    internal bool IsLiteral => Parts is [{ Name: null }];

    /// <summary>Reads a code; null, and what is wrong with it.</summary>
    internal static CodePattern? Parse(string text, out string problem)
    {
        var parts = new List<CodePart>();
        problem = "";
        if (text.Length is 0 or > MaximumLength) problem = "expected digits, *, #, + and placeholders such as {number}";
        for (var at = 0; at < text.Length && problem.Length == 0;)
        {
            if (text[at] != '{')
            {
                var length = text.AsSpan(at).IndexOf('{');
                var literal = length < 0 ? text[at..] : text.Substring(at, length);
                if (literal.Any(letter => !(char.IsAsciiDigit(letter) || letter is '*' or '#' or '+'))) problem = "expected digits, *, #, + and placeholders such as {number}";
                parts.Add(new CodePart(literal, null, 0, 0));
                at += literal.Length;
                continue;
            }

            var end = text.IndexOf('}', at);
            if (end < 0 || ReadPlaceholder(text[(at + 1)..end], out problem) is not { } placeholder)
            {
                if (problem.Length == 0) problem = "a placeholder is not closed";
                return null;
            }

            if (parts.Any(part => part.Name == placeholder.Name)) problem = $"placeholder '{placeholder.Name}' is there twice";
            else if (parts.LastOrDefault() is { Name: not null } before && before.Least != before.Most) problem = $"where '{before.Name}' ends cannot be told; expected something between it and '{placeholder.Name}', or its length as in {{{before.Name}:4}}";
            parts.Add(placeholder);
            at = end + 1;
        }

        return problem.Length == 0 ? new CodePattern(text, [.. parts]) : null;
    }

    /// <summary>Whether dialled digits match, and what stands at the placeholders.</summary>
    internal bool TryMatch(ReadOnlySpan<char> dialled, [NotNullWhen(true)] out KeyValuePair<string, string>[]? values)
    {
        values = null;
        if (Parts[0].Name is null && !dialled.StartsWith(Parts[0].Literal)) return false;
        Span<int> lengths = stackalloc int[Parts.Length];
        if (!Matches(dialled, 0, lengths)) return false;
        var found = new List<KeyValuePair<string, string>>();
        var at = 0;
        for (var i = 0; i < Parts.Length; i++)
        {
            if (Parts[i].Name is { } name) found.Add(KeyValuePair.Create(name, dialled.Slice(at, lengths[i]).ToString()));
            at += lengths[i];
        }

        values = [.. found];
        return true;
    }

    private bool Matches(ReadOnlySpan<char> dialled, int index, Span<int> lengths)
    {
        if (index == Parts.Length) return dialled.IsEmpty;
        var part = Parts[index];
        if (part.Name is null)
        {
            lengths[index] = part.Literal.Length;
            return dialled.StartsWith(part.Literal) && Matches(dialled[part.Literal.Length..], index + 1, lengths);
        }

        var digits = dialled.IndexOfAnyExceptInRange('0', '9');
        for (var length = Math.Min(digits < 0 ? dialled.Length : digits, part.Most); length >= part.Least; length--)
        {
            lengths[index] = length;
            if (Matches(dialled[length..], index + 1, lengths)) return true;
        }

        return false;
    }

    private static CodePart? ReadPlaceholder(string text, out string problem)
    {
        problem = "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        var (least, most) = (1, MostDigits);
        if (name.Length is 0 or > 32 || !char.IsAsciiLetterLower(name[0]) || name.Any(letter => !(char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')))
        {
            problem = $"'{name}' is no name of a placeholder; expected lower-case letters, digits and hyphens, a letter first";
            return null;
        }

        if (colon >= 0 && (!TryReadLengths(text[(colon + 1)..], out least, out most) || least is < 1 or > MostDigits || most < least || most > MostDigits))
        {
            problem = $"'{text[(colon + 1)..]}' is no number of digits; expected 1 to {MostDigits}, as 4 or 2-7";
            return null;
        }

        return new CodePart("", name, least, most);
    }

    private static bool TryReadLengths(string text, out int least, out int most)
    {
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        most = 0;
        if (!int.TryParse(hyphen < 0 ? text : text[..hyphen], NumberStyles.None, CultureInfo.InvariantCulture, out least)) return false;
        most = least;
        return hyphen < 0 || int.TryParse(text.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out most);
    }
}

/// <summary>A piece of a code: literal text, or a placeholder.</summary>
/// <param name="Literal">The text; empty of a placeholder.</param>
/// <param name="Name">Name of the placeholder; null of text.</param>
/// <param name="Least">Fewest digits.</param>
/// <param name="Most">Most digits.</param>
internal sealed record CodePart(string Literal, string? Name, int Least, int Most);
