using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Generations;

/// <summary>Whether places in plans that are in force fit another version of their step, by what its manifest declares.</summary>
internal static class PlanFit
{
    /// <summary>What a place would have against the version; nothing where it fits.</summary>
    public static IEnumerable<string> Check(StepNode node, PluginType plugin)
    {
        var gone = node.Points.Where(point => point.Plugin == plugin.Id && !plugin.Points.Any(known => known.Kind == point.Kind && known.Name == point.Name))
            .Select(point => $"{node.Info.Position} {plugin.Id} {plugin.Version} has no {PointKinds.WordOf(point.Kind)} '{point.Name}' any more");
        return node.Type.Plugin == plugin.Id ? Steps(node, plugin).Concat(gone) : gone;
    }

    private static IEnumerable<string> Steps(StepNode node, PluginType plugin)
    {
        if (plugin.Steps.FirstOrDefault(step => step.Name == node.Info.Name) is not { } type) return [$"{node.Info.Position} {plugin.Id} {plugin.Version} has no step '{node.Info.Name}' any more"];
        return Outcomes(node, type).Concat(Options(node.Options, type.Options)).Select(problem => $"{node.Info.Position} {type.Name} of {plugin.Id} {plugin.Version} {problem}");
    }

    private static IEnumerable<string> Outcomes(StepNode node, StepType type)
    {
        foreach (var outcome in node.Exits.Keys.Where(outcome => !type.Declares(outcome))) yield return $"has no outcome '{outcome}' any more, which the plan maps";
        if (node.Default is not null) yield break;
        foreach (var outcome in type.Outcomes.Where(outcome => outcome != "done" && !node.Type.Outcomes.Contains(outcome) && !type.EndsCall.Contains(outcome)))
            yield return $"has a new outcome '{outcome}', which the plan does not map";
    }

    private static IEnumerable<string> Options(OptionValues values, MapSchema schema)
    {
        foreach (var property in schema.Properties.Where(property => property.IsRequired && !values.Has(property.Name))) yield return $"requires the option '{property.Name}', which the plan does not have";
        foreach (var name in values.Keys.Where(name => schema.Properties.All(property => property.Name != name))) yield return $"has no option '{name}' any more, which the plan has";
    }
}
