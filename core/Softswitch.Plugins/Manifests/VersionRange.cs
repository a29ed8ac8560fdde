using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Plugins.Manifests;

/// <summary>Versions that may be used: <c>*</c> for all, <c>^1.2</c> for 1.2 and what is compatible with it, <c>1.2.3</c> for just that one.</summary>
public sealed record VersionRange
{
    private readonly SemanticVersion? _from;
    private readonly bool _isExact;

    private VersionRange(SemanticVersion? from, bool isExact)
    {
        _from = from;
        _isExact = isExact;
    }

    /// <summary>All versions.</summary>
    public static VersionRange Any { get; } = new(null, isExact: false);

    /// <summary>Reads a range.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text is null) return false;
        if (text == "*") range = Any;
        else if (text.StartsWith('^') && SemanticVersion.TryParse(Completed(text[1..]), out var least)) range = new VersionRange(least, isExact: false);
        else if (SemanticVersion.TryParse(text, out var exact)) range = new VersionRange(exact, isExact: true);
        return range is not null;
    }

    /// <summary>Reads a range.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static VersionRange Parse(string text) =>
        TryParse(text, out var range) ? range : throw new FormatException($"'{text}' is no range of versions; expected *, ^MAJOR.MINOR or MAJOR.MINOR.PATCH");

    /// <summary>Whether a version is among them.</summary>
    public bool Contains(SemanticVersion version)
    {
        if (_from is null) return true;
        return _isExact ? version == _from : version.IsSameLine(_from) && version.CompareTo(_from) >= 0;
    }

    /// <inheritdoc/>
    public override string ToString() => _from is null ? "*" : _isExact ? _from.ToString() : "^" + _from;

    private static string Completed(string text) => text.Count(letter => letter == '.') switch { 0 => text + ".0.0", 1 => text + ".0", _ => text };
}
