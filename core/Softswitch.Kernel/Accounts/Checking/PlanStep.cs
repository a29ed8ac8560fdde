using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>A step as it was read, before it is compiled.</summary>
/// <param name="Flow">Name of the flow it stands in.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="Options">The step's options.</param>
/// <param name="Exits">What follows which outcome, in the order of the file.</param>
internal sealed record PlanStep(string Flow, Place Place, BridgeOptions Options, IReadOnlyList<PlanExit> Exits);

/// <summary>What follows an outcome.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Target">Name of a flow, <c>next</c> or <c>end</c>.</param>
internal sealed record PlanExit(DialOutcome Outcome, YamlText Target)
{
    /// <summary>Index of the step that follows, or <see cref="End"/>.</summary>
    public int To { get; set; } = End;

    /// <summary>Nothing follows.</summary>
    public const int End = -1;
}
