namespace Softswitch.Dialplan.Yaml;

/// <summary>Guesses what was meant.</summary>
public static class Suggestion
{
    private const int LongestCompared = 64;

    /// <summary>
    /// The end of a finding about an unknown word: <c>; did you mean 'x'?</c> when one of those known is near, else
    /// <c>; expected a, b or c</c>, or nothing when none is known.
    /// </summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var all = known.ToArray();
        if (Nearest(word, all) is { } nearest) return $"; did you mean '{nearest}'?";
        return all.Length switch
        {
            0 => "",
            1 => $"; expected {all[0]}",
            <= 12 => $"; expected {string.Join(", ", all[..^1])} or {all[^1]}",
            _ => "",
        };
    }

    /// <summary>The nearest of those known: at most a third of the letters, at least one, may be wrong, missing, added or exchanged.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LongestCompared) return null;
        string? nearest = null;
        var least = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - word.Length) >= least) continue;
            var distance = Distance(word, candidate);
            if (distance >= least) continue;
            least = distance;
            nearest = candidate;
        }

        return nearest;
    }

    /// <summary>Optimal string alignment, without regard to case and to what joins words.</summary>
    private static int Distance(string one, string other)
    {
        Span<int> twoBack = stackalloc int[(LongestCompared * 2) + 1];
        Span<int> previous = stackalloc int[(LongestCompared * 2) + 1];
        Span<int> current = stackalloc int[(LongestCompared * 2) + 1];
        for (var j = 0; j <= other.Length; j++) previous[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = Folded(one[i - 1]) == Folded(other[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && Folded(one[i - 1]) == Folded(other[j - 2]) && Folded(one[i - 2]) == Folded(other[j - 1]))
                    current[j] = Math.Min(current[j], twoBack[j - 2] + 1);
            }

            previous.CopyTo(twoBack);
            current.CopyTo(previous);
        }

        return previous[other.Length];
    }

    private static char Folded(char letter) => letter == '_' ? '-' : char.ToLowerInvariant(letter);
}
