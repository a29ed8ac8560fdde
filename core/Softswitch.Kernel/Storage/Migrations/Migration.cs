using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Softswitch.Kernel.Storage;

/// <summary>One step of the schema: a file <c>0001_name.sql</c> in this folder. A file that has shipped is never changed.</summary>
/// <param name="Version">Its number, from 1 without gaps.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string Prefix = "migrations/";

    /// <summary>SHA-256 of the statements, hexadecimal: tells a schema made by another file of the same number.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Migration> LoadAll()
    {
        var assembly = typeof(Migration).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Load(assembly, name))
            .ToList();
    }

    private static Migration Load(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
        return new Migration(int.Parse(name[..4], CultureInfo.InvariantCulture), name[5..], reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
