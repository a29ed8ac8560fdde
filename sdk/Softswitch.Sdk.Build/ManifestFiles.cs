using System.Text.Json;
using System.Text.Json.Nodes;

namespace Softswitch.Sdk.Build;

/// <summary>The files that are made of a manifest: <c>plugin.json</c>, and for each step <c>schemas/STEP.json</c>.</summary>
internal static class ManifestFiles
{
    private const string ManifestName = "plugin.json";
    private const string SchemaFolder = "schemas";
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        // These files are read by people and parsers, never put into a page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether a path, from the folder that holds them, is one of these files.</summary>
    public static bool IsOne(string path) => path == ManifestName || path.StartsWith(SchemaFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Writes them; schemas of steps that are no more go.</summary>
    public static void Write(string manifest, string folder)
    {
        var root = JsonNode.Parse(manifest)!.AsObject();
        Directory.CreateDirectory(folder);
        WriteFile(Path.Combine(folder, ManifestName), root);

        var schemas = Path.Combine(folder, SchemaFolder);
        if (Directory.Exists(schemas)) Directory.Delete(schemas, recursive: true);
        foreach (var step in root["steps"]?.AsArray() ?? [])
        {
            var name = step!["name"]!.GetValue<string>();
            var schema = new JsonObject { ["$schema"] = Dialect, ["title"] = FullName(root["id"]!.GetValue<string>(), name) };
            foreach (var (key, value) in step["options"]!.AsObject()) schema[key] = value?.DeepClone();
            Directory.CreateDirectory(schemas);
            WriteFile(Path.Combine(schemas, name + ".json"), schema);
        }
    }

    // As plans call it: where the last part of the plugin's id is the step's name, the id says it all.
    private static string FullName(string plugin, string step) => plugin.Split('.')[^1] == step ? plugin : $"{plugin}.{step}";

    private static void WriteFile(string path, JsonObject json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented)) json.WriteTo(writer);
        buffer.Write("\n"u8);
        File.WriteAllBytes(path, buffer.ToArray());
    }
}
