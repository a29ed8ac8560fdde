using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Schemas;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>The JSON Schema of one account's files, for editors.</summary>
public static class AccountSchema
{
    private const string Duration = """{ "$ref": "#/$defs/duration" }""";

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, string Schema)[] Settings =
    [
        ("domains", """{ "type": ["array", "string"], "description": "The SIP domains of the account.", "items": { "type": "string" } }"""),
        ("media", """{ "enum": ["relay", "direct"], "default": "relay", "description": "Through the switch, or from phone to phone." }"""),
        ("max-call", Duration),
        ("media-timeout", Duration),
        ("ring-for", Duration),
        ("record-inputs", """{ "type": "boolean", "default": false, "description": "Keeps what comes into calls, so that they can be replayed." }"""),
        ("extensions", """
            { "type": "object", "additionalProperties": { "type": "object", "additionalProperties": false, "properties": {
              "name": { "type": "string" }, "secret": { "type": "string" }, "max-contacts": { "type": "integer", "minimum": 1, "maximum": 50 },
              "allow-from": { "type": ["array", "string"], "items": { "type": "string" } }, "flow": { "$ref": "#/$defs/flow" } } } }
            """),
        ("api-keys", """
            { "type": "object", "description": "Keys to HTTP endpoints of plugins.", "additionalProperties": { "type": "object", "additionalProperties": false, "properties": {
              "secret": { "type": "string", "minLength": 16, "maxLength": 200 }, "hash": { "type": "string", "pattern": "^sha256:[0-9a-fA-F]{64}$" },
              "plugins": { "type": ["array", "string"], "items": { "type": "string" } } } } }
            """),
    ];

    /// <summary>The schema; null where the folder has no such account.</summary>
    /// <param name="options">The folder, and what its plans are checked against.</param>
    /// <param name="account">Name of the account.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static string? Of(AccountCatalogueOptions options, string account)
    {
        var layers = LayersReader.Read(FolderFiles.Layers(options.Folder).Source, options.Language, []);
        foreach (var group in FolderFiles.Accounts(options.Folder))
        {
            var contents = group.Source.Unpack();
            var document = PlanDocument.Read(contents.Sources, AccountReader.Sections, contents.Beside);
            if (document.Account?.Text != account) continue;
            var reseller = (document.Find("reseller") as Dialplan.Yaml.YamlText)?.Text ?? "";
            return Write(PlanSchemaNames.Of(document, options.Language, layers.Resellers.GetValueOrDefault(reseller) ?? layers.Platform));
        }

        return null;
    }

    private static string Write(PlanSchemaNames names)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            new PlanSchemaWriter(json, names).Write(static json =>
            {
                foreach (var (name, schema) in Settings)
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(schema);
                }
            });
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
