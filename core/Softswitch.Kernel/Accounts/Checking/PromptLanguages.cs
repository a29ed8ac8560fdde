namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Where recordings of a language lie: in a folder of its name, for <c>es-cr</c> in <c>es-cr</c> and then in <c>es</c>.</summary>
internal static class PromptLanguages
{
    /// <summary>The folders to look in, the preferred one first: those of the language, then the one of none.</summary>
    public static IEnumerable<string> Within(string folder, string? language) => Tags(language).Select(tag => Path.Combine(folder, tag)).Append(folder);

    /// <summary>The names of a language, the closest one first; none of null.</summary>
    public static IEnumerable<string> Tags(string? language)
    {
        if (language is null) yield break;
        yield return language;
        var hyphen = language.IndexOf('-', StringComparison.Ordinal);
        if (hyphen > 0) yield return language[..hyphen];
    }
}

/// <summary>
/// The system's recordings: a folder, and beside it those of other languages, whose names begin with the language as Debian's do: <c>en_US_f_Allison</c>, <c>es_MX_f_Allison</c>. What is put there later is seen after the
/// next start.
/// </summary>
internal sealed class SystemPrompts(string folder)
{
    private readonly Lazy<string[]> _siblings = new(() =>
        Path.GetDirectoryName(Path.GetFullPath(folder)) is { } parent && Directory.Exists(parent) ? [.. Directory.EnumerateDirectories(parent).Order(StringComparer.Ordinal)] : []);

    /// <summary>The folders to look in, the preferred one first.</summary>
    public IEnumerable<string> Folders(string? language) => PromptLanguages.Tags(language).SelectMany(tag => _siblings.Value.Where(path => Speaks(path, tag))).Append(folder);

    private static bool Speaks(string path, string tag)
    {
        var name = Path.GetFileName(path).Replace('_', '-');
        return name.Equals(tag, StringComparison.OrdinalIgnoreCase) || name.StartsWith(tag + "-", StringComparison.OrdinalIgnoreCase);
    }
}
