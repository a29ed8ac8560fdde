using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Packages;

/// <summary>
/// An unpacked plugin that was found whole: its manifest can be read, its files are those of its list of hashes. Its code lies in <c>plugin/</c>, or beside the manifest in a folder that a build has made.
/// </summary>
/// <param name="Root">The folder, as a full path.</param>
/// <param name="Manifest">What it says of itself.</param>
/// <param name="Hashes">Hashes of its files.</param>
/// <param name="Code">The folder of its assemblies, as a full path.</param>
public sealed record PluginFolder(string Root, PluginManifest Manifest, HashList Hashes, string Code)
{
    private const string CodeFolder = "plugin";

    /// <summary>Its main assembly, as a full path.</summary>
    public string Assembly => Path.Combine(Code, Manifest.Assembly);

    /// <summary>Opens a folder and checks it against its list of hashes.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="needsHashes">Whether it has to have such a list: a package has, what a build has made has not.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="problems">Where problems go.</param>
    /// <returns>Null where there is a problem.</returns>
    public static PluginFolder? Open(string root, bool needsHashes, PackageLimits limits, List<PluginProblem> problems)
    {
        var before = problems.Count;
        try
        {
            var folder = Path.GetFullPath(root);
            if (!Directory.Exists(folder))
            {
                problems.Add(new PluginProblem(PluginProblemCodes.MissingFile, $"there is no folder {folder}"));
                return null;
            }

            var files = List(folder, limits, problems);
            if (problems.Count > before) return null;
            var manifest = ReadManifest(folder, files, problems);
            var actual = HashList.Of(folder, files);
            if (files.Contains(HashList.FileName)) HashList.Read(ReadLimited(folder, HashList.FileName), problems)?.Compare(actual, problems);
            else if (needsHashes) problems.Add(new PluginProblem(PluginProblemCodes.MissingFile, $"there is no {HashList.FileName}: pack the plugin with the SDK's own targets (dotnet pack)"));
            if (manifest is null || problems.Count > before) return null;
            var code = Path.Combine(folder, CodeFolder);
            if (!File.Exists(Path.Combine(code, manifest.Assembly))) code = folder;
            if (File.Exists(Path.Combine(code, manifest.Assembly))) return new PluginFolder(folder, manifest, actual, code);
            problems.Add(new PluginProblem(PluginProblemCodes.MissingFile, $"the assembly {manifest.Assembly} that {ManifestReader.FileName} names is neither in {CodeFolder}/ nor beside it"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.Unreadable, $"{root} cannot be read: {e.Message}"));
            return null;
        }
    }

    private static PluginManifest? ReadManifest(string folder, List<string> files, List<PluginProblem> problems)
    {
        if (files.Contains(ManifestReader.FileName)) return ManifestReader.Read(ReadLimited(folder, ManifestReader.FileName), problems);
        problems.Add(new PluginProblem(PluginProblemCodes.MissingFile, $"there is no {ManifestReader.FileName} in {folder}: it is no plugin"));
        return null;
    }

    /// <summary>One byte more than is allowed, at most: the reader then says that it is too long.</summary>
    private static byte[] ReadLimited(string folder, string file)
    {
        using var stream = File.OpenRead(Path.Combine(folder, file));
        var bytes = new byte[Math.Min(stream.Length, ManifestReader.LongestFile + 1)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static List<string> List(string folder, PackageLimits limits, List<PluginProblem> problems)
    {
        var files = new List<string>();
        var total = 0L;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (entry.LinkTarget is not null)
            {
                problems.Add(new PluginProblem(PluginProblemCodes.WrongPath, $"'{path}' is a link; expected files"));
                return files;
            }

            if (entry is not FileInfo file) continue;
            total += file.Length;
            files.Add(path);
            if (files.Count <= limits.Files && file.Length <= limits.File && total <= limits.Unpacked) continue;
            problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"{folder} has more than {limits.Files} files or {limits.Unpacked} bytes, or '{path}' more than {limits.File}"));
            return files;
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }
}
