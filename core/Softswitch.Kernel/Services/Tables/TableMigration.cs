using System.Security.Cryptography;
using System.Text;

namespace Softswitch.Kernel.Services;

/// <summary>One file <c>migrations/*.sql</c> of a plugin.</summary>
/// <param name="Name">File name without its ending; their order is that of the names.</param>
/// <param name="Sql">Its statements.</param>
public sealed record TableMigration(string Name, string Sql)
{
    private const string Folder = "migrations";
    private const int LongestFile = 1 << 20;

    /// <summary>SHA-256 of the statements, hexadecimal.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Those in the folder of a plugin's code, in order.</summary>
    /// <exception cref="TableMigrationException">One of them is too large.</exception>
    public static IReadOnlyList<TableMigration> ReadAll(string code)
    {
        var folder = Path.Combine(code, Folder);
        return !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(Read)];
    }

    private static TableMigration Read(string file)
    {
        if (new FileInfo(file).Length > LongestFile) throw new TableMigrationException($"{Folder}/{Path.GetFileName(file)} has more than {LongestFile} bytes");
        return new TableMigration(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file).ReplaceLineEndings("\n"));
    }
}

/// <summary>The tables of a plugin cannot be brought up to date: nothing of the migration that failed is left. The message names it and says why.</summary>
public sealed class TableMigrationException(string message) : Exception(message);
