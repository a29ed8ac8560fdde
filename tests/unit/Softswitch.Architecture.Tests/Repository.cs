using System.Xml.Linq;

namespace Softswitch.Architecture.Tests;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".targets", ".sql", ".md", ".yaml", ".yml", ".sh", ".json", ".xml", ".config", ".txt", ""];

    private static readonly string[] SkippedFolders = ["bin", "obj", "feed", "node_modules", "BenchmarkDotNet.Artifacts", "TestResults"];

    /// <summary>The folder that holds Framework.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file of the tree, as a path relative to its root.</summary>
    public static IEnumerable<string> TextFiles(params string[] folders) => folders
        .Select(folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(Walk)
        .Where(file => TextExtensions.Contains(Path.GetExtension(file)))
        .Select(file => Path.GetRelativePath(Root, file));

    /// <summary>The source files below a folder, as paths relative to the root.</summary>
    public static IEnumerable<string> Sources(params string[] folders) =>
        TextFiles(folders).Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The lines of a file given relative to the root.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    /// <summary>What a project of core/ is compiled against: <paramref name="item"/> is ProjectReference or PackageReference.</summary>
    public static string[] References(string project, string item) => XDocument
        .Load(Path.Combine(Root, "core", project, project + ".csproj"))
        .Descendants(item)
        .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
        .Select(reference => Path.GetFileNameWithoutExtension(Normalise(reference.Attribute("Include")!.Value, item)))
        .ToArray();

    /// <summary>Fails with the whole list of what should not be there.</summary>
    public static void AssertNone<T>(IReadOnlyCollection<T> found) => Assert.True(found.Count == 0, "\n" + string.Join('\n', found));

    private static string Normalise(string include, string item) =>
        item == "PackageReference" ? include + ".package" : include.Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(child => Path.GetFileName(child) is var name && !name.StartsWith('.') && !SkippedFolders.Contains(name))
            .SelectMany(Walk));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Framework.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
