using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Manifests;

/// <summary>Reads <c>plugin.json</c>. It comes from strangers: bounded, without reflection, and all problems at once.</summary>
public static class ManifestReader
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "plugin.json";

    /// <summary>Most bytes of it.</summary>
    public const int LongestFile = 1024 * 1024;

    private const int Format = 1;
    private const int MostParts = 200;
    private const int LongestText = 500;
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(1);
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly string[] Keys =
    [
        "manifest", "id", "version", "description", "authors", "sdk", "framework", "assembly", "module", "isolation", "hotReload", "needs",
        "steps", "handlers", "endpoints", "tasks", "presenceSources", "policies", .. PointKinds.Sections,
    ];

    private static readonly string[] StepKeys = ["name", "summary", "outcomes", "outcomePattern", "endsCall", "usesMedia", "deadline", "options"];

    /// <summary>Reads a manifest; null where there is a problem.</summary>
    public static PluginManifest? Read(ReadOnlyMemory<byte> utf8, List<PluginProblem> problems)
    {
        var before = problems.Count;
        try
        {
            var manifest = Parse(utf8, problems) is { } root ? Read(root, problems) : null;
            return problems.Count == before ? manifest : null;
        }
        catch (InvalidOperationException e)
        {
            // Half a character, written as an escape, is good JSON and no text.
            problems.Add(new PluginProblem(PluginProblemCodes.ManifestShape, $"{FileName} holds what is no text: {e.Message}"));
            return null;
        }
    }

    /// <summary>The JSON of a manifest, without a look at what it says; null, and a problem, where it is none.</summary>
    internal static JsonElement? Parse(ReadOnlyMemory<byte> utf8, List<PluginProblem> problems)
    {
        if (utf8.Length > LongestFile)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.TooLarge, $"{FileName} has {utf8.Length} bytes; expected at most {LongestFile}"));
            return null;
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            problems.Add(new PluginProblem(PluginProblemCodes.ManifestShape, $"{FileName} is not UTF-8"));
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.ManifestShape, $"{FileName} cannot be read as JSON (line {e.LineNumber + 1}): {e.Message}"));
            return null;
        }
    }

    private static PluginManifest? Read(JsonElement root, List<PluginProblem> problems)
    {
        if (ManifestFields.Open(root, FileName, Keys, problems) is not { } fields) return null;
        if (fields.Raw("manifest") is not { ValueKind: JsonValueKind.Number } format || !format.TryGetInt32(out var number) || number != Format)
            fields.Wrong(PluginProblemCodes.ManifestShape, $"'manifest' is the number of the format; expected {Format}: rebuild the plugin with the SDK of this switch");
        var id = fields.Text("id", PluginNames.LongestName, PluginNames.IsId, "lower-case words joined by hyphens, behind a vendor and a dot where it is a third party's", isRequired: true);
        var version = fields.Text("version", 64, text => SemanticVersion.TryParse(text, out _), "MAJOR.MINOR.PATCH", isRequired: true);
        var sdk = fields.Text("sdk", 16, text => TrySdk(text, out _), "the SDK's MAJOR.MINOR", isRequired: true);
        var framework = fields.Text("framework", 32, IsFramework, "a framework such as net10.0", isRequired: true);
        var assembly = fields.Text("assembly", 128, IsAssembly, "the name of a .dll, without a folder", isRequired: true);
        var module = fields.Text("module", 256, text => text.Length > 0, "the full name of a class", isRequired: true);
        var isolation = fields.Text("isolation", 16, text => text is "in-process" or "process", "in-process or process");
        var manifest = id is null || version is null || sdk is null || framework is null || assembly is null || module is null ? null : new PluginManifest
        {
            Id = id,
            Version = SemanticVersion.Parse(version),
            Sdk = TrySdk(sdk, out var least) ? least : default,
            Framework = framework,
            Assembly = assembly,
            Module = module,
            Json = root,
        };
        return ReadParts(fields, manifest, isolation == "process" ? PluginIsolation.Process : PluginIsolation.InProcess);
    }

    private static PluginManifest? ReadParts(ManifestFields fields, PluginManifest? manifest, PluginIsolation isolation)
    {
        // Read even where the rest is wrong, so that all problems come at once.
        var description = fields.Text("description", LongestText) ?? "";
        var authors = fields.Text("authors", LongestText) ?? "";
        var hotReload = fields.Flag("hotReload", otherwise: false);
        var needs = fields.Texts("needs", MostParts, 256, null, "a permission");
        var steps = fields.Objects("steps", MostParts, StepKeys, ReadStep);
        var handlers = fields.Objects("handlers", MostParts, ["name", "events"], ReadHandler);
        var endpoints = fields.Objects("endpoints", MostParts, ["name", "method", "path"], ReadEndpoint);
        var tasks = fields.Objects("tasks", MostParts, ["name"], ReadName);
        var presence = fields.Objects("presenceSources", MostParts, ["name"], ReadName);
        var policies = fields.Objects("policies", MostParts, ["name"], ReadName);
        foreach (var section in PointKinds.Sections) Unique(fields, section, fields.Objects(section, MostParts, ["name"], ReadName));
        Unique(fields, "steps", steps.Select(step => step.Name));
        Unique(fields, "handlers", handlers.Select(handler => handler.Name));
        Unique(fields, "endpoints", endpoints.Select(endpoint => endpoint.Method + " " + endpoint.Path));
        Unique(fields, "tasks", tasks);
        Unique(fields, "presenceSources", presence);
        Unique(fields, "policies", policies);
        if (manifest is null) return null;
        return manifest with
        {
            Description = description,
            Authors = authors,
            Isolation = isolation,
            HotReload = hotReload,
            Needs = needs,
            Steps = steps,
            Handlers = handlers,
            Endpoints = endpoints,
            Tasks = tasks,
            PresenceSources = presence,
            Policies = policies,
            Points = [.. PointKinds.Read(manifest.Json)],
        };
    }

    private static StepManifest? ReadStep(ManifestFields fields)
    {
        var name = ReadName(fields);
        var pattern = fields.Text("outcomePattern", 256, IsPattern, "a regular expression that needs no backtracking");
        var outcomes = fields.Texts("outcomes", MostParts, 128, text => text.Length > 0 && text != "error", "an outcome other than error");
        var deadline = fields.Text("deadline", 16, text => TryDeadline(text, out _), "a duration from 100ms to 1d");
        var options = fields.Raw("options");
        if (options.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object)) fields.Wrong(PluginProblemCodes.ManifestShape, "'options' is no JSON Schema of an object");
        var step = new StepManifest
        {
            Name = name ?? "",
            Summary = fields.Text("summary", LongestText) ?? "",
            Outcomes = outcomes.IsEmpty ? ["done"] : outcomes,
            OutcomePattern = pattern,
            EndsCall = fields.Texts("endsCall", MostParts, 128, null, "an outcome"),
            UsesMedia = fields.Flag("usesMedia", otherwise: false),
            Deadline = TryDeadline(deadline ?? "10s", out var longest) ? longest : default,
            Options = options,
        };
        foreach (var ending in step.EndsCall.Except(step.Outcomes))
            fields.Wrong(PluginProblemCodes.ManifestValue, $"'{ending}' of 'endsCall' is none of the outcomes");
        return name is null ? null : step;
    }

    private static HandlerManifest? ReadHandler(ManifestFields fields)
    {
        var events = fields.Texts("events", 50, 128, text => text.Length > 0, "the name of a kind of event");
        return ReadName(fields) is { } name ? new HandlerManifest(name, events) : null;
    }

    private static EndpointManifest? ReadEndpoint(ManifestFields fields)
    {
        var method = fields.Text("method", 8, text => Methods.Contains(text), "GET, POST, PUT or DELETE", isRequired: true);
        var path = fields.Text("path", 256, text => !text.StartsWith('/') && !text.Contains("..", StringComparison.Ordinal), "a path without a slash in front", isRequired: true);
        return ReadName(fields) is { } name && method is not null && path is not null ? new EndpointManifest(name, method, path) : null;
    }

    private static string? ReadName(ManifestFields fields) =>
        fields.Text("name", PluginNames.LongestName, PluginNames.IsName, "lower-case words joined by hyphens", isRequired: true);

    private static void Unique(ManifestFields fields, string list, IEnumerable<string> names)
    {
        foreach (var twice in names.GroupBy(name => name).Where(group => group.Count() > 1))
            fields.Wrong(PluginProblemCodes.ManifestValue, $"'{twice.Key}' is {twice.Count()} times in '{list}'");
    }

    private static bool TrySdk(string text, out (int Major, int Minor) sdk)
    {
        var isVersion = SemanticVersion.TryParse(text + ".0", out var version);
        sdk = isVersion ? (version!.Major, version.Minor) : default;
        return isVersion;
    }

    private static bool IsFramework(string text) => text.StartsWith("net", StringComparison.Ordinal) && Version.TryParse(text[3..], out _);

    private static bool IsAssembly(string text) =>
        text.EndsWith(".dll", StringComparison.Ordinal) && text.Length > 4 && text == Path.GetFileName(text) && !text.Contains('\\') && !text.StartsWith('.');

    private static bool IsPattern(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool TryDeadline(string text, out TimeSpan deadline)
    {
        try
        {
            deadline = OptionParser.Duration(text);
            return deadline >= ShortestDeadline && deadline <= LongestDeadline;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            deadline = default;
            return false;
        }
    }
}
