using Softswitch.Dialplan.Grants;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>
/// A layer may use plugins that not every account below it was granted, for there may be flows in it for some of them. Where the calls of an account come to such a step and it may not use the plugin, that is found
/// here, and not by a caller.
/// </summary>
internal static class LayerUses
{
    /// <summary>Reports each at the place where the layer names the plugin.</summary>
    /// <param name="above">The layers above the account.</param>
    /// <param name="choice">The plugins that there are for the account.</param>
    /// <param name="ways">Where its calls come in.</param>
    /// <param name="findings">Where findings go.</param>
    public static void Check(PlanLayer above, PluginChoice choice, IReadOnlyList<PlanEntry> ways, FileFindings findings)
    {
        IReadOnlyList<StepDraft>? reached = null;
        foreach (var (plugin, _, place) in above.Uses)
        {
            if (choice.RefusalOfLine(plugin) is not { } refusal) continue;
            reached ??= [.. PlanGraph.Reach(ways).Where(step => step.Layer is not null)];
            if (reached.FirstOrDefault(step => step.Type?.Plugin == plugin.Id || step.Points.Exists(point => point.Plugin == plugin.Id)) is { } step)
                findings.Add(place, FindingCodes.NotGranted, $"{refusal}; its calls come to {step.Place.File}:{step.Place.Line}");
        }
    }
}
