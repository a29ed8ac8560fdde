using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Plans;

/// <summary>A plugin that a plan, or a layer above it, uses.</summary>
/// <param name="Plugin">The plugin, in the version that the plan is compiled with.</param>
/// <param name="Range">The versions that will do.</param>
/// <param name="Place">Where it says so.</param>
public sealed record PlanUse(PluginType Plugin, VersionRange Range, Place Place);
