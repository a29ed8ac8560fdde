using System.Security.Cryptography;
using System.Text.Json;

namespace Softswitch.Sdk.Build;

/// <summary>The list of what each file of a package has to be: <c>{"hashes":1,"files":{"plugin/Acme.dll":"SHA-256 in hex"}}</c>.</summary>
internal static class HashFile
{
    private const string Name = "hashes.json";
    private const int Format = 1;

    /// <summary>Writes the list of all files of a folder into it.</summary>
    public static void Write(string folder)
    {
        using var output = File.Create(Path.Combine(folder, Name));
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        writer.WriteNumber("hashes", Format);
        writer.WriteStartObject("files");
        foreach (var path in Files(folder))
        {
            using var content = File.OpenRead(Path.Combine(folder, path));
            writer.WriteString(path, Convert.ToHexStringLower(SHA256.HashData(content)));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(path => path != Name)
        .Order(StringComparer.Ordinal);
}
