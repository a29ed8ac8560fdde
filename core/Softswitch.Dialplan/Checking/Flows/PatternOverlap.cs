using Softswitch.Dialplan.Plans;

namespace Softswitch.Dialplan.Checking;

/// <summary>Finds digits that two codes both match, so that nobody could say which of them is meant.</summary>
internal static class PatternOverlap
{
    /// <summary>The shortest such digits, or null where there are none.</summary>
    public static string? Example(CodePattern one, CodePattern other)
    {
        if (FirstsDiffer(one, other)) return null;
        var ones = Expand(one);
        var others = Expand(other);
        var width = others.Count + 1;
        var seen = new bool[(ones.Count + 1) * width];
        var found = new PriorityQueue<(int One, int Other, string Digits), int>();
        found.Enqueue((0, 0, ""), 0);
        while (found.TryDequeue(out var at, out var length))
        {
            ref var wasSeen = ref seen[(at.One * width) + at.Other];
            if (wasSeen) continue;
            wasSeen = true;
            if (at.One == ones.Count && at.Other == others.Count) return at.Digits;
            if (at.One < ones.Count && ones[at.One].IsOptional) found.Enqueue((at.One + 1, at.Other, at.Digits), length);
            if (at.Other < others.Count && others[at.Other].IsOptional) found.Enqueue((at.One, at.Other + 1, at.Digits), length);
            if (at.One < ones.Count && at.Other < others.Count && Common(ones[at.One].Letter, others[at.Other].Letter) is { } letter)
                found.Enqueue((at.One + 1, at.Other + 1, at.Digits + letter), length + 1);
        }

        return null;
    }

    // A quick look that spares the long one for most pairs.
    private static bool FirstsDiffer(CodePattern one, CodePattern other)
    {
        var (first, second) = (one.Parts[0], other.Parts[0]);
        if (first.Name is not null || second.Name is not null) return false;
        var length = Math.Min(first.Literal.Length, second.Literal.Length);
        return !first.Literal.AsSpan(0, length).SequenceEqual(second.Literal.AsSpan(0, length));
    }

    /// <summary>One entry for each character, null for any digit.</summary>
    private static List<(char? Letter, bool IsOptional)> Expand(CodePattern pattern)
    {
        var letters = new List<(char?, bool)>();
        foreach (var part in pattern.Parts)
        {
            foreach (var letter in part.Literal) letters.Add((letter, false));
            for (var i = 0; i < part.Most; i++) letters.Add((null, i >= part.Least));
        }

        return letters;
    }

    private static char? Common(char? one, char? other)
    {
        if (one is null && other is null) return '1';
        if (one is { } letter && other is { } second) return letter == second ? letter : null;
        var literal = (one ?? other)!.Value;
        return char.IsAsciiDigit(literal) ? literal : null;
    }
}
