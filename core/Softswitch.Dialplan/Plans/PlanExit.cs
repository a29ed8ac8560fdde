namespace Softswitch.Dialplan.Plans;

/// <summary>What follows an outcome.</summary>
/// <param name="To">The step that follows; null ends the flow, and with it the call.</param>
/// <param name="AtMost">How often one call may leave by it, 1 to 100; 0 for as often as it likes.</param>
/// <param name="Else">What follows once it may not any more; null ends the flow.</param>
public sealed record PlanExit(StepNode? To, int AtMost = 0, PlanExit? Else = null)
{
    /// <summary>The flow ends: an answered call is hung up, another one is refused with the status of what was tried last.</summary>
    public static PlanExit End { get; } = new((StepNode?)null);
}
