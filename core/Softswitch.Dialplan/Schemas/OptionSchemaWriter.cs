using System.Text.Json;
using System.Text.RegularExpressions;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Schemas;

/// <summary>Writes the schema of options as editors understand it, with references to what the account has.</summary>
internal sealed class OptionSchemaWriter(Utf8JsonWriter json)
{
    /// <summary>Writes what stands within the schema's object.</summary>
    public void WriteContent(OptionSchema schema)
    {
        switch (schema)
        {
            case MapSchema map:
                WriteMap(map);
                break;
            case ListSchema list:
                WriteList(list);
                break;
            case DictionarySchema dictionary:
                json.WriteString("type", "object");
                Object("propertyNames", dictionary.Key);
                Object("additionalProperties", dictionary.Value);
                break;
            default:
                WriteScalar((ScalarSchema)schema);
                break;
        }
    }

    /// <summary>A pattern of whole texts in the spelling of JSON Schema.</summary>
    public static string Portable(Regex pattern) => pattern.ToString() is ['\\', 'A', '(', '?', ':', .. var inner, ')', '\\', 'z'] ? $"^(?:{inner})$" : $"^(?:{pattern})$";

    private void WriteMap(MapSchema map)
    {
        // A step without options may be written with nothing after its colon.
        json.WriteStartArray("type");
        json.WriteStringValue("object");
        if (map.Properties.All(property => !property.IsRequired)) json.WriteStringValue("null");
        json.WriteEndArray();
        json.WriteStartObject("properties");
        foreach (var property in map.Properties)
        {
            json.WriteStartObject(property.Name);
            if (property.Schema.Description is { } description) json.WriteString("description", description);
            WriteContent(property.Schema);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (var property in map.Properties.Where(property => property.IsRequired)) json.WriteStringValue(property.Name);
        json.WriteEndArray();
        json.WriteBoolean("additionalProperties", false);
    }

    private void WriteList(ListSchema list)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        WriteContent(list.Item);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "array");
        json.WriteNumber("minItems", list.MinItems);
        json.WriteNumber("maxItems", list.MaxItems);
        Object("items", list.Item);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteScalar(ScalarSchema scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Word:
                json.WriteStartArray("enum");
                foreach (var word in scalar.Words) json.WriteStringValue(word);
                json.WriteEndArray();
                break;
            case ScalarKind.Boolean:
                json.WriteString("type", "boolean");
                break;
            case ScalarKind.Integer or ScalarKind.Decimal:
                json.WriteStartArray("type");
                json.WriteStringValue(scalar.Kind == ScalarKind.Integer ? "integer" : "number");
                // A variable may stand there.
                json.WriteStringValue("string");
                json.WriteEndArray();
                if (scalar.Minimum is { } least) json.WriteNumber("minimum", least);
                if (scalar.Maximum is { } most) json.WriteNumber("maximum", most);
                break;
            case ScalarKind.Target or ScalarKind.Prompt:
                json.WriteString("$ref", scalar.Kind == ScalarKind.Target ? "#/$defs/target" : "#/$defs/prompt");
                break;
            default:
                if (Definition(scalar.Reference) is { } definition) json.WriteString("$ref", definition);
                break;
        }
    }

    private void Object(string name, OptionSchema schema)
    {
        json.WriteStartObject(name);
        WriteContent(schema);
        json.WriteEndObject();
    }

    private static string? Definition(Reference? reference) => reference switch
    {
        Reference.Extension => "#/$defs/extension",
        Reference.Number => "#/$defs/number",
        Reference.Flow => "#/$defs/flow",
        Reference.Variable => "#/$defs/variable",
        Reference.File => "#/$defs/file",
        _ => null,
    };
}
