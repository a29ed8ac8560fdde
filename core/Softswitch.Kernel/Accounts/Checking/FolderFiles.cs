using System.Text;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Files of one account, with its tests. They are packed, for there may be very many of them.</summary>
/// <param name="Name">Name of the file without its ending, or of the folder.</param>
/// <param name="Source">The files, in a fixed order.</param>
/// <param name="Unreadable">Findings of files that could not be read.</param>
internal sealed record FileGroup(string Name, PlanSource Source, IReadOnlyList<Finding> Unreadable);

/// <summary>
/// What is in a folder of accounts: <c>NAME.yaml</c>, or a folder <c>NAME</c> whose files make one account together; above them <c>_platform</c> and <c>_resellers/NAME</c>. What else is in the
/// folder <c>NAME</c> lies beside the plan, wherever that is. What begins with a dot is passed over.
/// </summary>
internal static class FolderFiles
{
    internal const string PlatformFolder = "_platform";
    internal const string ResellersFolder = "_resellers";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The accounts, by name.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be read.</exception>
    public static IReadOnlyList<FileGroup> Accounts(string folder)
    {
        var files = PathsOf(folder);
        var groups = files.GroupBy(StemOf, StringComparer.Ordinal).Select(group => (Name: group.Key, Paths: group.ToArray()))
            .Concat(Directory.EnumerateDirectories(folder).Where(child => Path.GetFileName(child) is [not ('.' or '_'), ..]).Select(child => (Name: Path.GetFileName(child), Paths: PathsOf(child))))
            // Tests alone are no account.
            .Where(group => Array.Exists(group.Paths, path => !new SourceFile(path, "").IsTest))
            .OrderBy(group => group.Name, StringComparer.Ordinal).ThenBy(group => group.Paths[0], StringComparer.Ordinal)
            .ToArray();
        var read = new FileGroup[groups.Length];
        Parallel.For(0, groups.Length, i => read[i] = Read(groups[i].Name, groups[i].Paths, ("", Path.Combine(folder, groups[i].Name))));
        return read;
    }

    /// <summary>The files of all layers, and what could not be read of them.</summary>
    public static FileGroup Layers(string folder)
    {
        var resellers = Path.Combine(folder, ResellersFolder);
        string[] folders = [Path.Combine(folder, PlatformFolder), .. Directory.Exists(resellers) ? Directory.GetDirectories(resellers).Order(StringComparer.Ordinal).ToArray() : []];
        return Read(AccountLayers.Name, [.. folders.Where(Directory.Exists).SelectMany(PathsOf)], [.. folders.Select(one => (Path.GetFileName(one) + "/", one))]);
    }

    /// <summary>One file, or the files of one folder, as an account.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileGroup One(string path) => Directory.Exists(path)
        ? Read(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), PathsOf(path), ("", path))
        : Read(StemOf(path), WithTests(path), ("", Path.Combine(Path.GetDirectoryName(path) ?? "", StemOf(path))));

    /// <summary>Whether a file is a part of a plan or of its tests.</summary>
    public static bool IsYaml(string path) => Path.GetExtension(path) is ".yaml" or ".yml" && Path.GetFileName(path) is [not '.', ..];

    private static string[] WithTests(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && Directory.Exists(folder)
        ? [path, .. PathsOf(folder).Where(other => new SourceFile(other, "").IsTest && StemOf(other) == StemOf(path)).Select(other => Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileName(other)))]
        : [path];

    private static string[] PathsOf(string folder) => [.. Directory.EnumerateFiles(folder).Where(IsYaml).Order(StringComparer.Ordinal)];

    // office.yaml and its tests, office.test.yaml and office.night.test.yaml.
    private static string StemOf(string path) => Path.GetFileName(path) is var name && new SourceFile(name, "").IsTest ? name[..name.IndexOf('.', StringComparison.Ordinal)] : Path.GetFileNameWithoutExtension(path);

    private static FileGroup Read(string name, string[] paths, params (string Prefix, string Folder)[] beside)
    {
        var files = new List<SourceFile>(paths.Length);
        var unreadable = new List<Finding>();
        foreach (var path in paths)
        {
            if (ReadFile(path, unreadable) is { } text) files.Add(new SourceFile(path, text));
        }

        var attached = beside.SelectMany(place => BesideFiles.Read(place.Folder, unreadable).Select(file => file with { Path = place.Prefix + file.Path })).ToList();
        return new FileGroup(name, PlanSource.Of(files, attached), unreadable);
    }

    private static string? ReadFile(string path, List<Finding> unreadable)
    {
        try
        {
            // A character takes a byte at least.
            if (new FileInfo(path).Length > YamlReader.MaximumLength * 4L) return Refuse(FindingCodes.TooLarge, "the file is longer than 16 MB");
            var bytes = File.ReadAllBytes(path).AsSpan();
            if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Refuse(FindingCodes.Unreadable, "the file is not UTF-8");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(FindingCodes.Unreadable, $"the file cannot be read: {exception.Message}");
        }

        string? Refuse(string code, string text)
        {
            unreadable.Add(new Finding(path, 1, 1, code, text));
            return null;
        }
    }
}
