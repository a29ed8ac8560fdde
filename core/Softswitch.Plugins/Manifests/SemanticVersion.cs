using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Softswitch.Plugins.Manifests;

/// <summary>A version by the rules of SemVer 2.0. Build metadata is read and forgotten.</summary>
public sealed record SemanticVersion : IComparable<SemanticVersion>
{
    private const int LongestText = 64;

    private SemanticVersion(int major, int minor, int patch, string prerelease)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
    }

    /// <summary>Counts changes that break.</summary>
    public int Major { get; }

    /// <summary>Counts additions.</summary>
    public int Minor { get; }

    /// <summary>Counts repairs.</summary>
    public int Patch { get; }

    /// <summary>What stands behind the hyphen; empty for a release.</summary>
    public string Prerelease { get; }

    /// <summary>Whether it comes before the other.</summary>
    public static bool operator <(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) < 0;

    /// <summary>Whether it comes after the other.</summary>
    public static bool operator >(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) > 0;

    /// <summary>Whether it does not come after the other.</summary>
    public static bool operator <=(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) <= 0;

    /// <summary>Whether it does not come before the other.</summary>
    public static bool operator >=(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) >= 0;

    /// <summary>Reads a version.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (text is null || text.Length is 0 or > LongestText) return false;
        var core = text.IndexOf('+', StringComparison.Ordinal) is var plus and >= 0 ? text[..plus] : text;
        var hyphen = core.IndexOf('-', StringComparison.Ordinal);
        var prerelease = hyphen < 0 ? "" : core[(hyphen + 1)..];
        if (hyphen >= 0 && !IsPrerelease(prerelease)) return false;
        if ((hyphen < 0 ? core : core[..hyphen]).Split('.') is not [var major, var minor, var patch]) return false;
        if (!TryNumber(major, out var first) || !TryNumber(minor, out var second) || !TryNumber(patch, out var third)) return false;
        version = new SemanticVersion(first, second, third, prerelease);
        return true;
    }

    /// <summary>Reads a version.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SemanticVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is no version; expected MAJOR.MINOR.PATCH");

    /// <summary>Whether what was made for one of them works with the other, the newer of the two at least: the same major, or for 0.x the same minor.</summary>
    public bool IsSameLine(SemanticVersion other) => Major == other.Major && (Major > 0 || Minor == other.Minor);

    /// <inheritdoc/>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        if (Major != other.Major) return Major.CompareTo(other.Major);
        if (Minor != other.Minor) return Minor.CompareTo(other.Minor);
        if (Patch != other.Patch) return Patch.CompareTo(other.Patch);
        if (Prerelease.Length == 0 || other.Prerelease.Length == 0) return other.Prerelease.Length.CompareTo(Prerelease.Length);
        return ComparePrereleases(Prerelease.Split('.'), other.Prerelease.Split('.'));
    }

    /// <inheritdoc/>
    public override string ToString() => Prerelease.Length == 0 ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch}-{Prerelease}";

    /// <summary>SemVer §11: numbers before words, numbers by their value, more parts after fewer.</summary>
    private static int ComparePrereleases(string[] one, string[] other)
    {
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            var isNumber = TryNumber(one[i], out var first);
            var otherIsNumber = TryNumber(other[i], out var second);
            var order = (isNumber, otherIsNumber) switch
            {
                (true, true) => first.CompareTo(second),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(one[i], other[i]),
            };
            if (order != 0) return order;
        }

        return one.Length.CompareTo(other.Length);
    }

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 9 && (text.Length == 1 || text[0] != '0') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsPrerelease(string text) =>
        text.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
}
