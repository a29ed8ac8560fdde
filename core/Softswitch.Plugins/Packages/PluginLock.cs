using System.Text.Json;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Packages;

/// <summary>A plugin that is to be in force.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">Hash of its content (<see cref="HashList.Content"/>).</param>
public sealed record LockedPlugin(string Id, SemanticVersion Version, string Hash)
{
    /// <summary>The reseller it belongs to, whose tenants alone may use it; null for everybody.</summary>
    public string? Reseller { get; init; }

    /// <summary>Whether it is switched off: its steps end with <c>error</c>.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Its folder below that of all plugins: <c>ivr/1.4.0-1a2b3c4d</c>.</summary>
    public string Folder => $"{Id}/{Version}-{Hash[..8]}";

    /// <summary>The line for a plugin that is at hand.</summary>
    public static LockedPlugin Of(PluginFolder plugin) => new(plugin.Manifest.Id, plugin.Manifest.Version, plugin.Hashes.Content);

    /// <summary>Whether a plugin is the one that the line names.</summary>
    public bool IsContentOf(PluginFolder plugin) => plugin.Manifest.Id == Id && plugin.Manifest.Version == Version && plugin.Hashes.Content == Hash;
}

/// <summary>What is in force, in <c>plugins.lock</c>: replaced as a whole, so that whoever reads it finds the old one or the new one.</summary>
public static class PluginLock
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "plugins.lock";

    private const int Format = 1;
    private const int LongestFile = 4 << 20;
    private const int MostPlugins = 5000;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads the file of a folder of plugins; empty where there is none.</summary>
    public static IReadOnlyList<LockedPlugin> Read(string plugins, List<PluginProblem> problems)
    {
        var path = Path.Combine(plugins, FileName);
        try
        {
            if (!File.Exists(path)) return [];
            using var stream = File.OpenRead(path);
            if (stream.Length > LongestFile) throw new JsonException($"it has {stream.Length} bytes; expected at most {LongestFile}");
            using var document = JsonDocument.Parse(stream, Json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.Lock, $"{path} cannot be read: {e.Message}; 'softswitch plugin apply' writes it anew"));
            return [];
        }
    }

    /// <summary>Replaces the file.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is still there.</exception>
    public static void Write(string plugins, IEnumerable<LockedPlugin> locked)
    {
        Directory.CreateDirectory(plugins);
        var path = Path.Combine(plugins, FileName);
        var next = path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Write(stream, locked);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static List<LockedPlugin> Read(JsonElement root)
    {
        if (!root.TryGetProperty("lock", out var format) || format.GetInt32() != Format) throw new JsonException($"its format is not {Format}");
        if (!root.TryGetProperty("plugins", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostPlugins) throw new JsonException("it has no list of plugins");
        return [.. list.EnumerateArray().Select(ReadPlugin)];
    }

    private static LockedPlugin ReadPlugin(JsonElement element)
    {
        var id = Text(element, "id");
        var hash = Text(element, "hash");
        if (id is null || !PluginNames.IsId(id) || !SemanticVersion.TryParse(Text(element, "version"), out var version)
            || hash is not { Length: 64 } || !hash.All(char.IsAsciiHexDigitLower)) throw new JsonException("a plugin in it has no good id, version or hash");
        return new LockedPlugin(id, version, hash)
        {
            Reseller = Text(element, "reseller"),
            IsDisabled = element.TryGetProperty("disabled", out var disabled) && disabled.GetBoolean(),
        };
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Write(Stream stream, IEnumerable<LockedPlugin> locked)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        writer.WriteStartObject();
        writer.WriteNumber("lock", Format);
        writer.WriteStartArray("plugins");
        foreach (var plugin in locked.OrderBy(plugin => plugin.Id, StringComparer.Ordinal).ThenBy(plugin => plugin.Version))
        {
            writer.WriteStartObject();
            writer.WriteString("id", plugin.Id);
            writer.WriteString("version", plugin.Version.ToString());
            writer.WriteString("hash", plugin.Hash);
            if (plugin.Reseller is not null) writer.WriteString("reseller", plugin.Reseller);
            if (plugin.IsDisabled) writer.WriteBoolean("disabled", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
