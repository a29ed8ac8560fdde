using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Softswitch.Kernel.Storage;

/// <summary>The segments of a journal: files of a folder, numbered in the order in which they were begun.</summary>
internal class JournalFolder(string path)
{
    private const string Extension = ".journal";

    public string Path => path;

    /// <summary>The numbers of all segments, ascending.</summary>
    public IReadOnlyList<long> Segments() => Directory.EnumerateFiles(path, "*" + Extension)
        .Select(System.IO.Path.GetFileNameWithoutExtension)
        .Where(name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(name => long.Parse(name!, CultureInfo.InvariantCulture))
        .Order()
        .ToList();

    /// <summary>Begins a segment.</summary>
    public virtual SafeFileHandle Create(long segment) =>
        File.OpenHandle(FileOf(segment), FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    public SafeFileHandle OpenForReading(long segment) =>
        File.OpenHandle(FileOf(segment), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public void Delete(long segment) => File.Delete(FileOf(segment));

    private string FileOf(long segment) => System.IO.Path.Combine(path, segment.ToString("D12", CultureInfo.InvariantCulture) + Extension);
}
