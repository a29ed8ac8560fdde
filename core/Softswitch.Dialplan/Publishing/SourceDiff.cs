using System.Security.Cryptography;
using System.Text;
using Softswitch.Dialplan.Checking;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Publishing;

/// <summary>What differs between two versions of an account's files, as unified lines.</summary>
public static class SourceDiff
{
    private const int Context = 3;
    private const int LongestCompared = 5000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines; empty where nothing differs.</summary>
    public static IEnumerable<string> Of(PlanContents before, PlanContents after)
    {
        foreach (var line in Of(before.Sources, after.Sources)) yield return line;
        foreach (var line in Of([.. before.Beside.Select(AsText)], [.. after.Beside.Select(AsText)])) yield return line;
    }

    private static IEnumerable<string> Of(IReadOnlyList<SourceFile> before, IReadOnlyList<SourceFile> after)
    {
        var befores = before.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
        var afters = after.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
        // Files are told by their names where the folder they came from has another one.
        if (befores.Count == 1 && afters.Count == 1) befores = new Dictionary<string, string>(StringComparer.Ordinal) { [afters.Keys.Single()] = befores.Values.Single() };
        foreach (var path in befores.Keys.Union(afters.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (befores.GetValueOrDefault(path), afters.GetValueOrDefault(path));
            if (old == now) continue;
            yield return $"--- {(old is null ? "/dev/null" : path)}";
            yield return $"+++ {(now is null ? "/dev/null" : path)}";
            foreach (var line in Hunks(Lines(old), Lines(now))) yield return line;
        }
    }

    /// <summary>Most of what lies beside plans is text; of the rest it is said that it is another.</summary>
    private static SourceFile AsText(PlanFile file)
    {
        try
        {
            return new SourceFile(file.Path, StrictUtf8.GetString(file.Content.Span));
        }
        catch (DecoderFallbackException)
        {
            return new SourceFile(file.Path, $"{file.Content.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(file.Content.Span))}");
        }
    }

    private static string[] Lines(string? text) => text is null or "" ? [] : text.TrimEnd('\n').Split('\n');

    private static IEnumerable<string> Hunks(string[] before, string[] after)
    {
        var edits = Edits(before, after);
        for (var i = 0; i < edits.Count;)
        {
            if (edits[i].Sign == ' ')
            {
                i++;
                continue;
            }

            // A hunk goes on as long as the changes are near each other.
            var start = Math.Max(0, i - Context);
            var end = i;
            for (var j = i; j < edits.Count && j <= end + (2 * Context); j++)
            {
                if (edits[j].Sign != ' ') end = j;
            }

            end = Math.Min(edits.Count, end + Context + 1);
            yield return $"@@ -{edits[start].Before + 1} +{edits[start].After + 1} @@";
            for (i = start; i < end; i++) yield return edits[i].Sign + edits[i].Line;
        }
    }

    /// <summary>The longest common lines stay, the others go or come; what is too long for that is replaced as a whole.</summary>
    private static List<(char Sign, string Line, int Before, int After)> Edits(string[] before, string[] after)
    {
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head]) head++;
        var tail = 0;
        while (tail < before.Length - head && tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var edits = new List<(char, string, int, int)>();
        for (var i = 0; i < head; i++) edits.Add((' ', before[i], i, i));
        AddMiddle(before, after, head, before.Length - tail, after.Length - tail, edits);
        for (var i = 0; i < tail; i++) edits.Add((' ', before[before.Length - tail + i], before.Length - tail + i, after.Length - tail + i));
        return edits;
    }

    private static void AddMiddle(string[] before, string[] after, int start, int beforeEnd, int afterEnd, List<(char Sign, string Line, int Before, int After)> edits)
    {
        var (rows, columns) = (beforeEnd - start, afterEnd - start);
        var isLong = rows > LongestCompared || columns > LongestCompared;
        var common = isLong ? null : new ushort[rows + 1, columns + 1];
        for (var i = rows - 1; common is not null && i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
                common[i, j] = before[start + i] == after[start + j] ? (ushort)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var (at, to) = (0, 0);
        while (at < rows || to < columns)
        {
            if (common is not null && at < rows && to < columns && before[start + at] == after[start + to]) edits.Add((' ', before[start + at], start + at++, start + to++));
            else if (at < rows && (to == columns || common is null || common[at + 1, to] >= common[at, to + 1])) edits.Add(('-', before[start + at], start + at++, start + to));
            else edits.Add(('+', after[start + to], start + at, start + to++));
        }
    }
}
