using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Softswitch.Kernel.Services;

/// <summary>
/// Reads a template before Handlebars does, and lets through what is logic-less and bounded: names, <c>if</c>, <c>unless</c>, <c>each</c>, <c>with</c>, <c>else</c> and comments. No partials, helpers,
/// decorators or expressions in parentheses, blocks nested at most 16 deep. What is wrong is said with its line.
/// </summary>
internal static partial class TemplateText
{
    private const int LongestTag = 500;
    private const int MostTags = 10_000;
    private const int DeepestBlock = 16;

    /// <exception cref="FormatException">It is not let through.</exception>
    public static void Check(string template)
    {
        var open = new Stack<(string Block, int At)>();
        var tags = 0;
        for (var at = 0; (at = template.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            if (++tags > MostTags) throw Error(template, at, $"more than {MostTags} tags");
            if (at > 0 && template[at - 1] == '\\') throw Error(template, at, "a backslash before a tag");
            at = CheckTag(template, at, open);
        }

        if (open.TryPeek(out var left)) throw Error(template, left.At, $"{{{{#{left.Block}}}}} is not closed");
    }

    /// <summary>Where a position is: <c>line 3: …</c>.</summary>
    public static FormatException Error(string template, int at, string what) => new($"line {template.AsSpan(0, at).Count('\n') + 1}: {what}");

    private static int CheckTag(string template, int at, Stack<(string Block, int At)> open)
    {
        var isComment = template.AsSpan(at).StartsWith("{{!--", StringComparison.Ordinal) || template.AsSpan(at).StartsWith("{{~!--", StringComparison.Ordinal);
        var closing = isComment ? "--}}" : template.AsSpan(at).StartsWith("{{{", StringComparison.Ordinal) ? "}}}" : "}}";
        var end = template.IndexOf(closing, at + 2, StringComparison.Ordinal);
        if (isComment && end < 0) end = template.IndexOf(closing = "--~}}", at + 2, StringComparison.Ordinal);
        if (end < 0) throw Error(template, at, $"a tag is not closed by {closing}");
        if (isComment) return end + closing.Length;
        if (end - at > LongestTag) throw Error(template, at, $"a tag is longer than {LongestTag} characters");
        var tag = template[at..(end + closing.Length)];
        if (Comments().IsMatch(tag)) return end + closing.Length;
        if (Else().IsMatch(tag))
        {
            if (open.Count == 0) throw Error(template, at, $"{tag} stands in no block");
        }
        else if (Opening().Match(tag) is { Success: true } opening)
        {
            open.Push((opening.Groups["block"].Value, at));
            if (open.Count > DeepestBlock) throw Error(template, at, $"blocks are nested more than {DeepestBlock} deep");
        }
        else if (Closing().Match(tag) is { Success: true } closed)
        {
            if (!open.TryPop(out var block)) throw Error(template, at, $"{tag} closes nothing");
            if (block.Block != closed.Groups["block"].Value) throw Error(template, at, $"{tag} stands where {{{{/{block.Block}}}}} is expected");
        }
        else if (!Values().IsMatch(tag) || Words.Contains(tag.Trim(Edges)))
        {
            throw Error(template, at, $"{tag} is none of {{{{name}}}}, {{{{{{name}}}}}}, {{{{#if name}}}}, {{{{#unless name}}}}, {{{{#each name}}}}, {{{{#with name}}}}, {{{{else}}}}, {{{{/if}}}}, {{{{! comment}}}}");
        }

        return end + closing.Length;
    }

    /// <summary>What Handlebars takes for something else than a name.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(["if", "unless", "each", "with", "lookup", "log", "else"]);

    private static readonly char[] Edges = ['{', '}', '~', ' ', '\t', '\r', '\n'];

    private const string Name = @"(?:\.\./){0,16}(?:@(?:index|key|first|last)|this|(?:this\.|@root\.)?[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+){0,16})";

    [GeneratedRegex(@"^\{\{~?![^}]*\}\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^(?:\{\{~?\s*" + Name + @"\s*~?\}\}|\{\{\{\s*" + Name + @"\s*\}\}\})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Values();

    [GeneratedRegex(@"^\{\{~?\s*(?:else|\^)\s*~?\}\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Else();

    [GeneratedRegex(@"^\{\{~?#(?<block>if|unless|each|with)\s+" + Name + @"\s*~?\}\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^\{\{~?/(?<block>if|unless|each|with)\s*~?\}\}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Closing();
}
