using System.Globalization;

namespace Softswitch.Dialplan.Grants;

/// <summary>What a plugin wants to be allowed: a word, and what it is to be limited to behind a colon: <c>http.out</c>, <c>http.out: api.example</c>, <c>store: 20 MB</c>.</summary>
public static class Need
{
    private const string Store = "store";
    private const string Unit = "MB";

    /// <summary>Whether who was granted the one has the other: the word alone is all of its kind, and more room is enough for less.</summary>
    public static bool Covers(string granted, string needed)
    {
        var (kind, limit) = Split(granted);
        var (neededKind, neededLimit) = Split(needed);
        if (kind != neededKind) return false;
        if (limit.Length == 0 || limit == neededLimit) return true;
        return kind == Store && Megabytes(granted) is { } most && Megabytes(needed) is { } wanted && wanted <= most;
    }

    /// <summary>Megabytes of <c>store: 20 MB</c>, 1 to 10 000; null where it is something else.</summary>
    public static int? Megabytes(string need)
    {
        var (kind, limit) = Split(need);
        if (kind != Store || !limit.EndsWith(Unit, StringComparison.Ordinal)) return null;
        return int.TryParse(limit.AsSpan(0, limit.Length - Unit.Length).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is > 0 and <= 10_000 ? megabytes : null;
    }

    private static (string Kind, string Limit) Split(string need)
    {
        var colon = need.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (need.Trim(), "") : (need[..colon].Trim(), need[(colon + 1)..].Trim());
    }
}
