using System.Text.Json;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Dialplan.Schemas;

/// <summary>
/// Writes the JSON Schema (2020-12) of one account's files, for editors: it completes the account's own flows, extensions, prompts, numbers and variables, and the steps of the plugins it may use.
/// </summary>
/// <param name="json">Where to.</param>
/// <param name="names">What there is in the account.</param>
public sealed class PlanSchemaWriter(Utf8JsonWriter json, PlanSchemaNames names)
{
    private readonly OptionSchemaWriter _options = new(json);

    /// <summary>Writes the schema.</summary>
    /// <param name="settings">Writes the properties of the sections that are not the language's own.</param>
    public void Write(Action<Utf8JsonWriter> settings)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", $"Account {names.Account}");
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        Strings("required", ["dialplan", "account"]);
        json.WriteStartObject("properties");
        Property("dialplan", () => json.WriteNumber("const", 1));
        Property("account", () => json.WriteString("const", names.Account));
        Property("reseller", () => json.WriteString("type", "string"));
        Property("uses", WriteUses);
        Property("variables", WriteVariables);
        Property("numbers", () => WriteMap(WriteEntry));
        Property("codes", () => WriteMap(WriteEntry));
        Property("extension-flow", () => Reference("flow"));
        Property("on-error", () => Reference("flow"));
        Property("flows", () => WriteMap(WriteFlow));
        settings(json);
        json.WriteEndObject();
        WriteDefinitions();
        json.WriteEndObject();
    }

    private void WriteUses()
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var plugin in names.Plugins.DistinctBy(plugin => plugin.Id))
        {
            Property(plugin.Id, () =>
            {
                json.WriteString("type", "string");
                json.WriteString("description", $"Installed: {plugin.Version}");
                json.WriteString("default", "^" + plugin.Version.Split('.')[0]);
            });
        }

        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
    }

    private void WriteVariables() => WriteMap(() =>
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        Strings("enum", VariableTypes.Words.Select(word => word.Word));
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        Property("type", () => Strings("enum", VariableTypes.Words.Select(word => word.Word)));
        Property("default", static () => { });
        json.WriteEndObject();
        Strings("required", ["type"]);
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private void WriteEntry()
    {
        json.WriteStartArray("anyOf");
        ReferenceObject("flow");
        ReferenceObject("step");
        json.WriteEndArray();
    }

    private void WriteFlow()
    {
        json.WriteString("type", "array");
        json.WriteNumber("minItems", 1);
        Property("items", () => Reference("step"));
    }

    private void WriteDefinitions()
    {
        json.WriteStartObject("$defs");
        Property("flow", () => Strings("enum", names.Flows));
        Property("extension", () => Strings("enum", names.Extensions));
        Property("number", () => Strings("enum", names.Numbers));
        Property("variable", () => Strings("enum", names.Variables));
        Property("prompt", () => Suggested(names.Prompts));
        Property("file", () => Suggested(names.Files));
        Property("target", () => Suggested(names.Extensions.Select(extension => "ext:" + extension)));
        Property("duration", () => json.WriteString("pattern", "^[0-9]{1,9}(ms|s|m|h|d)$"));
        Property("exit", WriteExit);
        Property("step", WriteSteps);
        json.WriteEndObject();
    }

    private void WriteExit()
    {
        var targets = names.Flows.Concat(["next", "end"]).ToArray();
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        Strings("enum", targets);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        Property("goto", () => Strings("enum", targets));
        Property("at-most", () =>
        {
            json.WriteString("type", "integer");
            json.WriteNumber("minimum", 1);
            json.WriteNumber("maximum", 100);
        });
        Property("else", () => Strings("enum", targets));
        json.WriteEndObject();
        Strings("required", ["goto"]);
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteSteps()
    {
        json.WriteStartArray("anyOf");
        foreach (var step in names.Steps) WriteStep(step);
        json.WriteEndArray();
    }

    private void WriteStep(StepType step)
    {
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteString("description", step.Summary);
        json.WriteStartObject("properties");
        Property(step.Name, () =>
        {
            json.WriteString("description", step.Summary);
            _options.WriteContent(step.Options);
        });
        Property("then", () =>
        {
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var outcome in step.Outcomes.Concat(["error", "default"])) Property(outcome, () => Reference("exit"));
            json.WriteEndObject();
            if (step.OutcomePattern is { } pattern)
            {
                json.WriteStartObject("patternProperties");
                Property(OptionSchemaWriter.Portable(pattern), () => Reference("exit"));
                json.WriteEndObject();
            }

            json.WriteBoolean("additionalProperties", false);
        });
        Property("deadline", () => Reference("duration"));
        json.WriteEndObject();
        Strings("required", [step.Name]);
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }

    private void WriteMap(Action value)
    {
        json.WriteString("type", "object");
        Property("additionalProperties", value);
    }

    private void Suggested(IEnumerable<string> values)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        Strings("enum", values);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Property(string name, Action content)
    {
        json.WriteStartObject(name);
        content();
        json.WriteEndObject();
    }

    private void Reference(string name) => json.WriteString("$ref", "#/$defs/" + name);

    private void ReferenceObject(string name)
    {
        json.WriteStartObject();
        Reference(name);
        json.WriteEndObject();
    }

    private void Strings(string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
