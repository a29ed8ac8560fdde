using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Softswitch.Plugins.Packages;

/// <summary>What each file of a package has to be: <c>hashes.json</c>, <c>{"hashes":1,"files":{"plugin/Acme.dll":"sha-256 in hex"}}</c>, of all files but itself and its signature.</summary>
public sealed class HashList
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "hashes.json";

    /// <summary>Name of its signature.</summary>
    public const string SignatureName = FileName + ".sig";

    private const int LongestFile = 1 << 20;
    private const int Format = 1;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of each file, in hex, by its path.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>One hash for all: that of the paths and hashes in their order. Equal content has an equal one, on every machine.</summary>
    public string Content
    {
        get
        {
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (path, hash) in _files) all.AppendData(Encoding.UTF8.GetBytes($"{path}\n{hash}\n"));
            return Convert.ToHexStringLower(all.GetHashAndReset());
        }
    }

    /// <summary>Hashes what is in a folder.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static HashList Of(string folder, IEnumerable<string> files)
    {
        var list = new HashList();
        foreach (var file in files)
        {
            if (file is FileName or SignatureName) continue;
            using var content = File.OpenRead(Path.Combine(folder, file));
            list._files.Add(file, Convert.ToHexStringLower(SHA256.HashData(content)));
        }

        return list;
    }

    /// <summary>Reads the list of a package; null, and a problem, where it is none.</summary>
    public static HashList? Read(ReadOnlyMemory<byte> utf8, List<PluginProblem> problems)
    {
        if (utf8.Length > LongestFile)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"{FileName} has {utf8.Length} bytes; expected at most {LongestFile}"));
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Json);
            var root = document.RootElement;
            var list = new HashList();
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("hashes", out var format) || format.ValueKind != JsonValueKind.Number
                || !format.TryGetInt32(out var number) || number != Format || !root.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new PluginProblem(PluginProblemCodes.WrongHash, $"{FileName} is not {{\"hashes\":{Format},\"files\":{{…}}}}"));
                return null;
            }

            foreach (var file in files.EnumerateObject())
            {
                if (file.Value.ValueKind == JsonValueKind.String && file.Value.GetString() is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower)) list._files.Add(file.Name, hash);
                else problems.Add(new PluginProblem(PluginProblemCodes.WrongHash, $"the hash of '{file.Name}' in {FileName} is no SHA-256 in lower-case hex"));
            }

            return list;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.WrongHash, $"{FileName} cannot be read as JSON: {e.Message}"));
            return null;
        }
    }

    /// <summary>Notes each file that differs, is missing or is too many.</summary>
    /// <param name="actual">What there is.</param>
    /// <param name="problems">Where problems go.</param>
    public void Compare(HashList actual, List<PluginProblem> problems)
    {
        foreach (var (path, hash) in _files)
        {
            if (!actual._files.TryGetValue(path, out var found)) problems.Add(new PluginProblem(PluginProblemCodes.MissingFile, $"'{path}' is in {FileName} and not in the package"));
            else if (found != hash) problems.Add(new PluginProblem(PluginProblemCodes.WrongHash, $"'{path}' was changed: its SHA-256 is {found[..8]}…, {FileName} says {hash[..8]}…"));
        }

        foreach (var path in actual._files.Keys)
        {
            if (!_files.ContainsKey(path)) problems.Add(new PluginProblem(PluginProblemCodes.WrongHash, $"'{path}' is in the package and not in {FileName}"));
        }
    }

    /// <summary>The list as it is written.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("hashes", Format);
            writer.WriteStartObject("files");
            foreach (var (path, hash) in _files) writer.WriteString(path, hash);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
