using System.Globalization;

namespace Softswitch.Kernel.Storage;

/// <summary>The programs of one installed major version of PostgreSQL, as Debian lays them out.</summary>
/// <param name="Major">The major version.</param>
/// <param name="Folder">The folder that holds initdb and postgres.</param>
internal sealed record PostgresBinaries(int Major, string Folder)
{
    /// <summary>Where Debian's packages put all versions: one folder each.</summary>
    public const string DebianFolder = "/usr/lib/postgresql";

    public string InitDb => Path.Combine(Folder, "initdb");

    public string Server => Path.Combine(Folder, "postgres");

    /// <summary>The programs for a cluster: those of the version it was made by, or the newest for one yet to be made.</summary>
    /// <param name="installed">The folder with one folder per version.</param>
    /// <param name="cluster">The cluster's folder, which need not exist.</param>
    /// <exception cref="StorageException">None are installed that fit.</exception>
    public static PostgresBinaries For(string installed, string cluster)
    {
        var all = FindAll(installed);
        if (VersionOf(cluster) is not { } version)
        {
            return all.MaxBy(binaries => binaries.Major)
                ?? throw new StorageException($"PostgreSQL is not installed (nothing in {installed}/*/bin): apt install postgresql, or set database to a server's connection string.");
        }

        return all.FirstOrDefault(binaries => binaries.Major == version)
            ?? throw new StorageException($"The database in {cluster} needs PostgreSQL {version}, which is not installed: apt install postgresql-{version}.");
    }

    private static List<PostgresBinaries> FindAll(string installed) => !Directory.Exists(installed)
        ? []
        : Directory.GetDirectories(installed)
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(folder => new PostgresBinaries(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), Path.Combine(folder, "bin")))
            .Where(binaries => File.Exists(binaries.InitDb) && File.Exists(binaries.Server))
            .ToList();

    private static int? VersionOf(string cluster)
    {
        if (!Directory.Exists(cluster)) return null;
        var file = Path.Combine(cluster, "PG_VERSION");
        try
        {
            return int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StorageException($"{file} cannot be read ({e.Message}): run as the user that created the data folder, or move {cluster} away to begin anew.", e);
        }
    }
}
