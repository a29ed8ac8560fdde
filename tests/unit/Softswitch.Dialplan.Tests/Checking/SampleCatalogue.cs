using System.Text.Json;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Dialplan.Tests.Checking;

/// <summary>Plugins for plans to use, as manifests declare them; <c>fax</c> is a reseller's, and <c>crm</c> needs something.</summary>
internal sealed class SampleCatalogue : IStepCatalogue
{
    private static readonly string[] Manifests =
    [
        """
        { "id": "ivr", "version": "1.4.0", "steps": [
          { "name": "menu", "summary": "Plays a menu.", "outcomes": ["timeout", "invalid"], "outcomePattern": "[0-9*#]{1,4}", "usesMedia": true, "options": {
            "type": "object", "required": ["prompt"], "properties": {
              "prompt": { "type": "string", "x-softswitch": "prompt" },
              "digits": { "type": "integer", "minimum": 1, "maximum": 4, "default": 1 },
              "timeout": { "type": "string", "x-softswitch": "duration", "x-minimum": "1s", "x-maximum": "1m" },
              "speak": { "type": "string", "maxLength": 20 },
              "language": { "type": "string", "enum": ["english", "spanish"] },
              "barge-in": { "type": "boolean" } } } } ] }
        """,
        """{ "id": "ivr", "version": "1.2.0", "steps": [ { "name": "menu", "summary": "An older one.", "outcomes": ["timeout"], "options": { "type": "object", "properties": {} } } ] }""",
        """
        { "id": "time-of-day", "version": "1.0.0", "steps": [
          { "name": "time-of-day", "summary": "Open or closed.", "outcomes": ["open", "closed", "holiday"], "deadline": "5s", "options": {
            "type": "object", "required": ["zone", "open"], "properties": {
              "zone": { "type": "string", "x-softswitch": "time-zone" },
              "open": { "type": "object", "additionalProperties": { "type": "string", "pattern": "[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}" }, "propertyNames": { "enum": ["mon-fri", "sat", "sun"] } },
              "from": { "type": "string", "x-softswitch": "time" },
              "until": { "type": "string", "x-softswitch": "date" },
              "holidays": { "type": "string", "x-softswitch": "file" } } } } ] }
        """,
        """
        { "id": "voicemail", "version": "2.0.1", "steps": [
          { "name": "login", "summary": "Listens to messages.", "options": { "type": "object", "properties": {} } },
          { "name": "record", "summary": "Takes a message.", "endsCall": ["done"], "options": { "type": "object", "required": ["box"], "properties": {
              "box": { "type": "string", "x-softswitch": "extension" }, "number": { "type": "string", "x-softswitch": "number" } } } } ] }
        """,
        """
        { "id": "acd", "version": "1.0.0", "distributions": [ { "name": "longest-idle" }, { "name": "round" } ], "directorySources": [ { "name": "callers" } ], "steps": [
          { "name": "queue", "summary": "Waits for an agent.", "outcomes": ["answered", "timeout", "no-agents"], "endsCall": ["answered"], "options": {
            "type": "object", "required": ["agents"], "properties": {
              "agents": { "type": "array", "minItems": 1, "maxItems": 3, "items": { "type": "object", "required": ["extension"], "properties": {
                "extension": { "type": "string", "x-softswitch": "extension" }, "priority": { "type": "integer", "minimum": 1, "maximum": 9 } } } },
              "weight": { "type": "number", "minimum": 0.5 },
              "max-wait": { "type": "string", "x-softswitch": "duration" } } } } ] }
        """,
        """{ "id": "recording", "version": "1.0.0", "steps": [ { "name": "start", "summary": "Records." }, { "name": "consent", "summary": "Asks.", "outcomes": ["accepted", "refused"] } ], "distributions": [ { "name": "quietest" } ] }""",
    ];

    private static readonly PluginType[] All = [.. Manifests.Select(Read)];

    public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

    public IReadOnlyCollection<PluginType> Installed =>
        [.. All, new PluginType("fax", "1.0.0", []) { Reseller = "south" }, new PluginType("crm", "1.0.0", []) { Needs = ["http.out", "store: 20 MB"] }];

    private static PluginType Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var (steps, problems) = StepTypeReader.Read(document.RootElement);
        Assert.Empty(problems);
        return new PluginType(document.RootElement.GetProperty("id").GetString()!, document.RootElement.GetProperty("version").GetString()!, steps) { Points = PointKinds.Read(document.RootElement) };
    }
}
