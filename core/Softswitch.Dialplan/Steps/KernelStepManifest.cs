using System.Text.Json;

namespace Softswitch.Dialplan.Steps;

/// <summary>The kernel's own steps as a manifest declares them, for where no other catalogue is at hand.</summary>
public sealed class KernelStepManifest : IStepCatalogue
{
    private const string Json = """
        {
          "manifest": 1, "id": "kernel", "version": "1.0.0",
          "steps": [
            { "name": "answer", "summary": "Answers the call." },
            { "name": "bridge", "summary": "Rings somebody and connects whoever answers first.",
              "outcomes": ["answered", "busy", "no-answer", "unreachable", "rejected", "failed"], "outcomePattern": "sip:[3-6][0-9][0-9]",
              "endsCall": ["answered", "busy", "no-answer", "unreachable", "rejected", "failed"],
              "options": { "type": "object", "required": ["to"], "additionalProperties": false, "properties": {
                "to": { "type": "array", "items": { "type": "string", "x-softswitch": "target" }, "minItems": 1, "maxItems": 50, "description": "Whom to ring." },
                "order": { "type": "string", "enum": ["all", "sequence"], "default": "all", "description": "All at once, or one after the other." },
                "ring-for": { "type": "string", "x-softswitch": "duration", "x-minimum": "1s", "x-maximum": "3m", "description": "How long each attempt rings; the account's own time where it is left out." },
                "show-number": { "type": "string", "maxLength": 64, "description": "Number that the called are shown." },
                "show-name": { "type": "string", "maxLength": 128, "description": "Name that the called are shown." } } } },
            { "name": "play", "summary": "Plays a prompt.", "usesMedia": true,
              "options": { "type": "object", "required": ["prompt"], "additionalProperties": false, "properties": {
                "prompt": { "type": "array", "items": { "type": "string", "x-softswitch": "prompt" }, "minItems": 1, "maxItems": 100, "description": "What is played." } } } },
            { "name": "collect", "summary": "Collects digits into a variable.", "usesMedia": true, "outcomes": ["collected", "timeout", "too-few"],
              "options": { "type": "object", "required": ["into"], "additionalProperties": false, "properties": {
                "into": { "type": "string", "x-softswitch": "variable", "description": "The variable that takes the digits." },
                "prompt": { "type": "array", "items": { "type": "string", "x-softswitch": "prompt" }, "minItems": 1, "maxItems": 100, "description": "Played before." },
                "min-digits": { "type": "integer", "minimum": 0, "maximum": 64, "default": 1 },
                "max-digits": { "type": "integer", "minimum": 1, "maximum": 64, "default": 1 },
                "timeout": { "type": "string", "x-softswitch": "duration", "x-minimum": "100ms", "x-maximum": "5m", "default": "5s" } } } },
            { "name": "hang-up", "summary": "Ends the call.", "endsCall": ["done"] },
            { "name": "reject", "summary": "Refuses the call.", "endsCall": ["done"],
              "options": { "type": "object", "additionalProperties": false, "properties": { "status": { "type": "integer", "minimum": 400, "maximum": 699, "default": 480 } } } },
            { "name": "redirect", "summary": "Has the caller's phone call somebody else.", "endsCall": ["done"],
              "options": { "type": "object", "required": ["to"], "additionalProperties": false, "properties": {
                "to": { "type": "array", "items": { "type": "string", "x-softswitch": "target" }, "minItems": 1, "maxItems": 10 } } } },
            { "name": "set", "summary": "Gives a variable a value.",
              "options": { "type": "object", "required": ["variable", "to"], "additionalProperties": false, "properties": {
                "variable": { "type": "string", "x-softswitch": "variable" }, "to": { "type": "string", "minLength": 0, "maxLength": 1000 } } } },
            { "name": "goto", "summary": "Goes on with another flow.", "endsCall": ["done"],
              "options": { "type": "object", "required": ["flow"], "additionalProperties": false, "properties": { "flow": { "type": "string", "x-softswitch": "flow" } } } },
            { "name": "call", "summary": "Runs another flow and comes back.",
              "options": { "type": "object", "required": ["flow"], "additionalProperties": false, "properties": { "flow": { "type": "string", "x-softswitch": "flow" } } } }
          ]
        }
        """;

    /// <summary>The kernel's steps, and no plugin.</summary>
    public static KernelStepManifest Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<StepType> KernelSteps { get; } = Read();

    /// <inheritdoc/>
    public IReadOnlyCollection<PluginType> Plugins(string account) => [];

    private static IReadOnlyList<StepType> Read()
    {
        using var manifest = JsonDocument.Parse(Json);
        return StepTypeReader.Read(manifest.RootElement).Steps;
    }
}
