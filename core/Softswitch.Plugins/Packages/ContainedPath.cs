using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Plugins.Packages;

/// <summary>Paths inside of a folder, written in one way only: segments joined by <c>/</c>, none of them <c>.</c> or <c>..</c>.</summary>
public static class ContainedPath
{
    /// <summary>Whether a relative path is written as it has to be.</summary>
    public static bool IsCanonical(string path)
    {
        if (path.Length == 0 || path[0] == '/') return false;
        foreach (var letter in path)
        {
            if (letter is '\\' or ':' || char.IsControl(letter) || char.IsSurrogate(letter)) return false;
        }

        return path.Split('/').All(segment => segment is not ("" or "." or "..") && !segment.EndsWith(' ') && !segment.EndsWith('.'));
    }

    /// <summary>The full path of what a canonical path names below <paramref name="folder"/>; false where it leads out of it.</summary>
    public static bool TryResolve(string folder, string path, [NotNullWhen(true)] out string? full)
    {
        full = null;
        if (!IsCanonical(path)) return false;
        var resolved = System.IO.Path.GetFullPath(path, folder);
        if (!IsInside(folder, resolved)) return false;
        full = resolved;
        return true;
    }

    /// <summary>Whether a full path is below a folder. A folder beside it whose name begins alike is not.</summary>
    public static bool IsInside(string folder, string full)
    {
        var prefix = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        return Path.GetFullPath(full).StartsWith(prefix, StringComparison.Ordinal);
    }
}
