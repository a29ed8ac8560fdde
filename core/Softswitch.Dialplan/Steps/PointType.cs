using Softswitch.Sdk;

namespace Softswitch.Dialplan.Steps;

/// <summary>Something that a plugin offers beside steps and that plans name, as its manifest declares it.</summary>
/// <param name="Kind">What it is, as options refer to it.</param>
/// <param name="Name">What plans call it, by the rule for steps: <c>acme.fewest-calls</c>.</param>
/// <param name="Plugin">Id of its plugin.</param>
/// <param name="PluginVersion">Version of its plugin.</param>
public sealed record PointType(Reference Kind, string Name, string Plugin, string PluginVersion);
