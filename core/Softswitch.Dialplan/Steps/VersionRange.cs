using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Dialplan.Steps;

/// <summary>
/// Versions of a plugin that a plan can do with: <c>^1</c> and <c>^1.2</c> (up to the next major one; of 0 up to the next minor one), <c>~1.2</c> (up to the next minor one),
/// <c>1.2.3</c> (that one).
/// </summary>
internal sealed class VersionRange
{
    private readonly string _text;
    private readonly SemanticVersion _from;
    private readonly SemanticVersion? _before;

    private VersionRange(string text, SemanticVersion from, SemanticVersion? before)
    {
        _text = text;
        _from = from;
        _before = before;
    }

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
    public bool Contains(SemanticVersion version) =>
        _before is null ? version.CompareTo(_from) == 0 : version.Prerelease.Length == 0 && version.CompareTo(_from) >= 0 && version.CompareTo(_before) < 0;

    /// <summary>As written.</summary>
    public override string ToString() => _text;
}
