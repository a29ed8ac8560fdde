using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Steps;

/// <summary>Reads the <c>steps</c> of a plugin's manifest.</summary>
public static class StepTypeReader
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(10);

    /// <summary>The steps, and what is wrong with them. A manifest that lies gives problems, never an exception.</summary>
    /// <param name="manifest">The whole manifest.</param>
    public static (IReadOnlyList<StepType> Steps, IReadOnlyList<string> Problems) Read(JsonElement manifest)
    {
        var problems = new List<string>();
        var steps = new List<StepType>();
        if (Text(manifest, "id") is not { Length: > 0 } plugin || Text(manifest, "version") is not { } version) return ([], ["the manifest has no id or no version"]);
        if (!manifest.TryGetProperty("steps", out var all) || all.ValueKind != JsonValueKind.Array) return ([], []);
        foreach (var step in all.EnumerateArray())
        {
            if (step.ValueKind != JsonValueKind.Object || Text(step, "name") is not { Length: > 0 } name) problems.Add("a step has no name");
            else if (steps.Any(known => known.Name == FullName(plugin, name))) problems.Add($"step '{name}' is there twice");
            else steps.Add(ReadStep(step, plugin, version, name, problems));
        }

        return (steps, problems);
    }

    /// <summary>What plans call a step: <c>ivr.menu</c>, or the plugin's id alone where its last part is the step's name; the kernel's own have no prefix.</summary>
    public static string FullName(string plugin, string step) =>
        plugin == "kernel" ? step : plugin == step || plugin.EndsWith("." + step, StringComparison.Ordinal) ? plugin : $"{plugin}.{step}";

    private static StepType ReadStep(JsonElement step, string plugin, string version, string name, List<string> problems)
    {
        var options = MapSchema.Empty;
        if (step.TryGetProperty("options", out var schema))
        {
            (options, var found) = StepSchemaReader.Read(schema);
            problems.AddRange(found.Select(problem => $"step '{name}': {problem}"));
        }

        var outcomes = Texts(step, "outcomes");
        if (outcomes.Length == 0) outcomes = ["done"];
        var ends = Texts(step, "endsCall");
        foreach (var stranger in ends.Except(outcomes)) problems.Add($"step '{name}': outcome '{stranger}' of endsCall is not declared");
        var deadline = DefaultDeadline;
        if (Text(step, "deadline") is { } limit && !ValueReader.TryDuration(limit, out deadline)) problems.Add($"step '{name}': deadline '{limit}' is no duration");
        return new StepType
        {
            Name = FullName(plugin, name),
            Plugin = plugin,
            PluginVersion = version,
            Summary = Text(step, "summary") ?? "",
            Outcomes = outcomes,
            OutcomePattern = Text(step, "outcomePattern") is { } pattern ? Expression(pattern, name, problems) : null,
            EndsCall = ends.ToFrozenSet(),
            Options = options,
            UsesMedia = step.TryGetProperty("usesMedia", out var media) && media.ValueKind == JsonValueKind.True,
            Deadline = deadline,
        };
    }

    private static Regex? Expression(string pattern, string name, List<string> problems)
    {
        try
        {
            return StepSchemaReader.WholeMatch(pattern);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            problems.Add($"step '{name}': outcomePattern '{pattern}' cannot be used: {exception.Message}");
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ImmutableArray<string> Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}
