using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Sdk;

/// <summary>
/// What is played to somebody: one recording or several in a row, by name and without an extension: <c>welcome</c>, <c>digits/1</c>. The account's own
/// prompts come before the system's, and those of a language before those of none.
/// </summary>
public sealed record Prompt
{
    private const int MaximumParts = 100;
    private const int MaximumNameLength = 128;

    // Names become paths: no dot, so that no name leads out of the folder of prompts.
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_/");

    private static readonly SearchValues<char> RegionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private Prompt(ImmutableArray<string> names) => Names = names;

    /// <summary>Names of the recordings, in the order they are played; at least one.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>
    /// The language it is looked for in, such as <c>es</c> or <c>es-cr</c>, whose recordings are also those of <c>es</c>; null, as at first, for the call's: the plan's variable <c>language</c>, where it
    /// has one.
    /// </summary>
    public string? Language { get; private init; }

    /// <summary>A prompt by its name: <c>call.PlayAsync("welcome", hangup)</c>.</summary>
    /// <exception cref="FormatException">It is no name of a prompt.</exception>
    public static implicit operator Prompt(string name) => Parse(name);

    /// <summary>Several in a row.</summary>
    /// <exception cref="FormatException">There is none, there are more than 100, or one is no name of a prompt.</exception>
    public static Prompt Of(params IEnumerable<string> names)
    {
        var all = names.ToImmutableArray();
        if (all.Length is 0 or > MaximumParts) throw new FormatException($"a prompt of {all.Length} recordings; expected 1 to {MaximumParts}");
        foreach (var name in all)
        {
            if (!IsName(name)) throw new FormatException($"'{name}' is no name of a prompt; expected lower-case letters, digits, - and _, in folders by /");
        }

        return new Prompt(all);
    }

    /// <summary>Reads one name.</summary>
    /// <exception cref="FormatException">It is no name of a prompt.</exception>
    public static Prompt Parse(string text) => Of(text);

    /// <summary>Reads one name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Prompt? prompt)
    {
        prompt = text is not null && IsName(text) ? new Prompt([text]) : null;
        return prompt is not null;
    }

    /// <summary>The same in a language.</summary>
    /// <param name="language">Two or three lower-case letters, then a hyphen and two to eight letters or digits, or nothing: <c>es</c>, <c>es-cr</c>.</param>
    /// <exception cref="FormatException">It is no language.</exception>
    public Prompt In(string language)
    {
        if (!IsLanguage(language)) throw new FormatException($"'{language}' is no language; expected one such as es or es-cr");
        return this with { Language = language };
    }

    /// <summary>Whether a text is a language as <see cref="In"/> takes it.</summary>
    public static bool IsLanguage([NotNullWhen(true)] string? text)
    {
        if (text is null) return false;
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        var primary = hyphen < 0 ? text.Length : hyphen;
        if (primary is < 2 or > 3 || text.AsSpan(0, primary).ContainsAnyExceptInRange('a', 'z')) return false;
        return hyphen < 0 || (text.Length - hyphen - 1 is >= 2 and <= 8 && !text.AsSpan(hyphen + 1).ContainsAnyExcept(RegionCharacters));
    }

    /// <summary>Whether both play the same.</summary>
    public bool Equals(Prompt? other) => other is not null && Language == other.Language && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override int GetHashCode() => Names.Aggregate(17, (hash, name) => HashCode.Combine(hash, name));

    /// <summary>The names, joined by <c>+</c>.</summary>
    public override string ToString() => string.Join("+", Names);

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MaximumNameLength
        && !text.AsSpan().ContainsAnyExcept(NameCharacters)
        && text[0] != '/' && text[^1] != '/' && !text.Contains("//", StringComparison.Ordinal);
}
