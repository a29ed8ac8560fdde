using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Writing;

/// <summary>
/// Writes JSON Schema 2020-12. What JSON has no word for is text with <c>x-softswitch</c>: durations, targets, prompts and what texts refer to.
/// </summary>
internal static class SchemaWriter
{
    /// <summary>The schema of a record.</summary>
    public static string Write(RecordShape record) => Schema(record, record.Summary, null).ToString();

    private static JsonText Schema(OptionShape shape, string? summary, string? preset) => new JsonText().Object(json =>
    {
        switch (shape)
        {
            case ScalarShape scalar: Scalar(json, scalar, preset); break;
            case EnumShape words: json.Text("type", "string").Key("enum").Array(words.Members.Select(member => member.Word)); break;
            case ListShape list:
                json.Text("type", "array").Raw("items", Schema(list.Item, null, null).ToString()).Number("minItems", list.MinItems).Number("maxItems", list.MaxItems);
                break;
            case DictionaryShape dictionary:
                json.Text("type", "object")
                    .Raw("propertyNames", Schema(dictionary.Key, null, null).ToString())
                    .Raw("additionalProperties", Schema(dictionary.Value, null, null).ToString());
                break;
            case RecordShape record: Record(json, record); break;
        }

        json.Text("description", summary ?? (shape as RecordShape)?.Summary).Raw("default", preset);
    });

    private static void Record(JsonText json, RecordShape record)
    {
        json.Text("type", "object").Key("properties").Object(properties =>
        {
            foreach (var option in record.Options) properties.Raw(option.Key, Schema(option.Shape, option.Summary, option.Default).ToString());
        });
        var required = record.Options.Where(option => option.IsRequired).Select(option => option.Key).ToArray();
        if (required.Length > 0) json.Key("required").Array(required);
        json.Raw("additionalProperties", "false");
    }

    private static void Scalar(JsonText json, ScalarShape scalar, string? preset)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Boolean:
                json.Text("type", "boolean");
                break;
            case ScalarKind.Integer or ScalarKind.Long:
                json.Text("type", "integer").Raw("minimum", scalar.Minimum).Raw("maximum", scalar.Maximum);
                break;
            case ScalarKind.Decimal or ScalarKind.Double:
                json.Text("type", "number").Raw("minimum", scalar.Minimum).Raw("maximum", scalar.Maximum);
                break;
            case ScalarKind.Text when !scalar.Words.IsEmpty:
                json.Text("type", "string").Key("enum").Array(scalar.Words);
                break;
            case ScalarKind.Text:
                // A text that is empty by default may be given as such, too. JSON Schema's patterns look for a part, ours are of the whole.
                json.Text("type", "string")
                    .Number("minLength", preset == "\"\"" ? 0 : scalar.MinLength)
                    .Number("maxLength", scalar.MaxLength)
                    .Text("pattern", scalar.Pattern is null ? null : $"^(?:{scalar.Pattern})$")
                    .Text("x-softswitch", scalar.Reference);
                break;
            default:
                json.Text("type", "string")
                    .Text("x-softswitch", scalar.Kind.ToString().ToLowerInvariant())
                    .Text("x-minimum", scalar.Shortest)
                    .Text("x-maximum", scalar.Longest);
                break;
        }
    }
}
