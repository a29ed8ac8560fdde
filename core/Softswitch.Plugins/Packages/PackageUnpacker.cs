using System.IO.Compression;

namespace Softswitch.Plugins.Packages;

/// <summary>Unpacks a package (a NuGet package, that is a ZIP file) into an empty folder, within its limits and the folder.</summary>
internal static class PackageUnpacker
{
    private const long SmallEnoughForAnyRatio = 1 << 20;

    /// <summary>Unpacks; where there is a problem the folder holds a part or nothing.</summary>
    public static void Unpack(Stream package, string folder, PackageLimits limits, List<PluginProblem> problems)
    {
        if (package.Length > limits.Packed)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"the package has {package.Length} bytes; expected at most {limits.Packed}"));
            return;
        }

        try
        {
            using var archive = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
            var entries = Check(archive, limits, problems);
            if (problems.Count == 0) Extract(entries, folder, limits, problems);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.Unreadable, $"the package is damaged or is none: {e.Message}"));
        }
    }

    /// <summary>The files to unpack; NuGet's own bookkeeping is none of the plugin's.</summary>
    private static List<ZipArchiveEntry> Check(ZipArchive archive, PackageLimits limits, List<PluginProblem> problems)
    {
        var files = new List<ZipArchiveEntry>();
        if (archive.Entries.Count > limits.Files)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"the package has {archive.Entries.Count} files; expected at most {limits.Files}"));
            return files;
        }

        // Two paths that differ in case only are one file on other systems.
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            var path = entry.FullName;
            var isFolder = path.EndsWith('/');
            var canonical = isFolder ? path[..^1] : path;
            if (canonical.Length > limits.Path || !ContainedPath.IsCanonical(canonical))
                problems.Add(new PluginProblem(PluginProblemCodes.WrongPath, $"the path '{Shortened(path)}' is refused; expected names joined by /, without .., of at most {limits.Path} characters"));
            else if (!isFolder && !paths.Add(path))
                problems.Add(new PluginProblem(PluginProblemCodes.DuplicatePath, $"'{path}' is in the package twice"));
            total += Math.Max(0, entry.Length);
            if (entry.Length > limits.File || total > limits.Unpacked)
            {
                problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"'{Shortened(path)}' brings the package to {total} bytes unpacked; expected at most {limits.File} a file, {limits.Unpacked} together"));
                return files;
            }

            if (entry.Length > SmallEnoughForAnyRatio && entry.Length / limits.Ratio > Math.Max(1, entry.CompressedLength))
                problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"'{Shortened(path)}' is packed to less than a {limits.Ratio}th, which no plugin is"));
            if (!isFolder && !IsOfNuGet(path)) files.Add(entry);
        }

        return files;
    }

    private static void Extract(List<ZipArchiveEntry> entries, string folder, PackageLimits limits, List<PluginProblem> problems)
    {
        foreach (var entry in entries)
        {
            if (!ContainedPath.TryResolve(folder, entry.FullName, out var target))
            {
                problems.Add(new PluginProblem(PluginProblemCodes.WrongPath, $"the path '{entry.FullName}' leads out of the package"));
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = entry.Open();
            using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            if (Copy(source, file, Math.Min(entry.Length, limits.File))) continue;
            problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"'{entry.FullName}' is longer than the package says"));
            return;
        }
    }

    /// <summary>The length in a package's directory is only what somebody wrote there.</summary>
    private static bool Copy(Stream source, FileStream target, long most)
    {
        var buffer = new byte[81_920];
        var copied = 0L;
        while (source.Read(buffer) is var read and > 0)
        {
            copied += read;
            if (copied > most) return false;
            target.Write(buffer, 0, read);
        }

        return true;
    }

    private static bool IsOfNuGet(string path) =>
        path == "[Content_Types].xml" || path.StartsWith("_rels/", StringComparison.Ordinal) || path.StartsWith("package/", StringComparison.Ordinal)
        || path == ".signature.p7s" || (path.EndsWith(".nuspec", StringComparison.Ordinal) && !path.Contains('/'));

    private static string Shortened(string text) => text.Length <= 120 ? text : text[..120] + "…";
}
