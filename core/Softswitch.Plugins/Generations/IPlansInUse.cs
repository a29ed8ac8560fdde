using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Plugins.Generations;

/// <summary>The plans in force, which a new version of a plugin has to fit before it takes over. Safe from any thread.</summary>
public interface IPlansInUse
{
    /// <summary>The places of a plugin's steps in all plans that are compiled.</summary>
    IEnumerable<StepNode> StepsOf(string plugin);

    /// <summary>What the plans in force would have against a version; nothing where they fit it.</summary>
    IReadOnlyList<string> Check(PluginType candidate);
}

/// <summary>There are no plans.</summary>
public sealed class NoPlans : IPlansInUse
{
    /// <summary>The one instance.</summary>
    public static NoPlans Instance { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<StepNode> StepsOf(string plugin) => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Check(PluginType candidate) => [];
}
