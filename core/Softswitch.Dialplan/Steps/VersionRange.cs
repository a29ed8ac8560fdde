using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Dialplan.Steps;

/// <summary>
/// Versions of a plugin that will do: <c>^1</c> and <c>^1.2</c> (up to the next major one; of 0 up to the next minor one), <c>~1.2</c> (up to the next minor one),
/// <c>1.2.3</c> (that one).
/// </summary>
public sealed class VersionRange
{
    private readonly string _text;
    private readonly SemanticVersion? _from;
    private readonly SemanticVersion? _before;

    private VersionRange(string text, SemanticVersion? from, SemanticVersion? before)
    {
        _text = text;
        _from = from;
        _before = before;
    }

    /// <summary>Every version, prereleases too. Nobody writes it.</summary>
    public static VersionRange Any { get; } = new("*", null, null);

    /// <summary>Reads a range.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static VersionRange Parse(string text) =>
        TryParse(text, out var range) ? range : throw new FormatException($"'{text}' is no range of versions; expected ^MAJOR, ^MAJOR.MINOR, ~MAJOR.MINOR or MAJOR.MINOR.PATCH");

    /// <summary>Reads a range.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text is ['^' or '~', .. var rest])
        {
            if (SemanticVersion.TryParseNumbers(rest) is not { } numbers || (text[0] == '~' && numbers.Length < 2)) return false;
            var from = new SemanticVersion(numbers[0], numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2));
            var toNextMinor = text[0] == '~' || (from.Major == 0 && numbers.Length > 1);
            range = new VersionRange(text, from, toNextMinor ? new SemanticVersion(from.Major, from.Minor + 1, 0) : new SemanticVersion(from.Major + 1, 0, 0));
        }
        else if (SemanticVersion.TryParse(text, out var exact))
        {
            range = new VersionRange(text, exact, null);
        }

        return range is not null;
    }

    /// <summary>Whether a version is one of them. A prerelease is one only where it is named itself.</summary>
    public bool Contains(SemanticVersion version)
    {
        if (_from is null) return true;
        return _before is null ? version.CompareTo(_from) == 0 : version.Prerelease.Length == 0 && version.CompareTo(_from) >= 0 && version.CompareTo(_before) < 0;
    }

    /// <summary>As written.</summary>
    public override string ToString() => _text;
}
