using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>
/// What lies beside an account's plan for its steps to name: everything in the account's folder, and in the folders below it, that is neither plan nor recording. What begins with a dot is passed over.
/// </summary>
internal static class BesideFiles
{
    private const int MostFolders = 4;

    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.None };

    /// <summary>The files, in the order of their paths.</summary>
    /// <param name="folder">The account's folder, which need not be there.</param>
    /// <param name="unreadable">Findings of files that cannot be taken.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<PlanFile> Read(string folder, List<Finding> unreadable)
    {
        if (!Directory.Exists(folder)) return [];
        var paths = Paths(folder, "", MostFolders).Order(StringComparer.Ordinal).Take(PlanContents.MostBeside + 1).ToList();
        var files = new List<PlanFile>(paths.Count);
        if (paths.Count > PlanContents.MostBeside)
        {
            unreadable.Add(new Finding(Path.Combine(folder, paths[^1]), 1, 1, FindingCodes.TooLarge, $"more than {PlanContents.MostBeside} files lie beside the plan; recordings belong in {AccountResources.PromptFolder}/"));
            return [];
        }

        foreach (var path in paths)
        {
            if (ReadOne(Path.Combine(folder, path), unreadable) is { } content) files.Add(new PlanFile(path, content));
        }

        return files;
    }

    private static IEnumerable<string> Paths(string folder, string prefix, int depth)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", Options))
        {
            if (Path.GetFileName(file) is [not '.', ..] name && (prefix.Length > 0 || !FolderFiles.IsYaml(file))) yield return prefix + name;
        }

        foreach (var child in Directory.EnumerateDirectories(folder, "*", Options))
        {
            if (depth == 0 || Path.GetFileName(child) is not [not '.', ..] name || (prefix.Length == 0 && name == AccountResources.PromptFolder)) continue;
            foreach (var path in Paths(child, prefix + name + "/", depth - 1)) yield return path;
        }
    }

    private static byte[]? ReadOne(string path, List<Finding> unreadable)
    {
        try
        {
            if (new FileInfo(path).Length <= PlanContents.LongestBeside) return File.ReadAllBytes(path);
            unreadable.Add(new Finding(path, 1, 1, FindingCodes.TooLarge, $"a file beside the plan has at most 1 MB; recordings belong in {AccountResources.PromptFolder}/"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(new Finding(path, 1, 1, FindingCodes.Unreadable, $"the file cannot be read: {exception.Message}"));
        }

        return null;
    }
}
