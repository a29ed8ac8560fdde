using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Softswitch.Dialplan.Steps;

/// <summary>A version as SemVer 2.0 orders them: <c>1.4.0</c>, <c>2.0.0-rc.1</c>. What follows a plus sign is build metadata and counts for nothing.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number.</param>
/// <param name="Prerelease">What follows a hyphen, or empty.</param>
public sealed record SemanticVersion(int Major, int Minor, int Patch, string Prerelease = "") : IComparable<SemanticVersion>
{
    private const int MaximumLength = 64;

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(SemanticVersion? left, SemanticVersion? right) => Compare(left, right) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(SemanticVersion? left, SemanticVersion? right) => Compare(left, right) > 0;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(SemanticVersion? left, SemanticVersion? right) => Compare(left, right) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(SemanticVersion? left, SemanticVersion? right) => Compare(left, right) >= 0;

    /// <summary>Reads a version of three numbers.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SemanticVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is no version; expected MAJOR.MINOR.PATCH");

    /// <summary>Reads a version of three numbers.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (text is null || text.Length is 0 or > MaximumLength) return false;
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0) text = text[..plus];
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        var prerelease = hyphen < 0 ? "" : text[(hyphen + 1)..];
        if (hyphen >= 0 && !IsPrerelease(prerelease)) return false;
        if (TryParseNumbers(hyphen < 0 ? text : text[..hyphen]) is not [var major, var minor, var patch]) return false;
        version = new SemanticVersion(major, minor, patch, prerelease);
        return true;
    }

    /// <summary>Whether what was made for one of them works with the other, the newer of the two at least: the same major, or for 0.x the same minor.</summary>
    public bool IsSameLine(SemanticVersion other) => Major == other.Major && (Major > 0 || Minor == other.Minor);

    /// <inheritdoc/>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePrereleases(Prerelease, other.Prerelease);
    }

    /// <inheritdoc/>
    public override string ToString() => Prerelease.Length == 0 ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch}-{Prerelease}";

    /// <summary>Whole numbers with dots between them and no zeros before them (SemVer 2.0 §2), or null.</summary>
    internal static int[]? TryParseNumbers(string text)
    {
        var parts = text.Split('.');
        if (parts.Length > 3) return null;
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length is 0 or > 6 || parts[i] is ['0', _, ..] || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return numbers;
    }

    private static int Compare(SemanticVersion? left, SemanticVersion? right) => left is null ? (right is null ? 0 : -1) : left.CompareTo(right);

    private static bool IsPrerelease(string text) =>
        text.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));

    /// <summary>SemVer 2.0 §11: a release comes after its prereleases, numbers before words.</summary>
    private static int ComparePrereleases(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0) return other.Length.CompareTo(one.Length) is var byLength && byLength > 0 ? 1 : byLength < 0 ? -1 : 0;
        var ones = one.Split('.');
        var others = other.Split('.');
        for (var i = 0; i < Math.Min(ones.Length, others.Length); i++)
        {
            var order = ComparePart(ones[i], others[i]);
            if (order != 0) return order;
        }

        return ones.Length.CompareTo(others.Length);
    }

    private static int ComparePart(string one, string other)
    {
        var isNumber = long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var isOtherNumber = long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var otherNumber);
        if (isNumber && isOtherNumber) return number.CompareTo(otherNumber);
        return isNumber != isOtherNumber ? (isNumber ? -1 : 1) : string.CompareOrdinal(one, other);
    }
}
