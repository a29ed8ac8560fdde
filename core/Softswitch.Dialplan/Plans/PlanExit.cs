namespace Softswitch.Dialplan.Plans;

/// <summary>What follows an outcome.</summary>
/// <param name="To">The step that follows; null ends the flow, and with it the call.</param>
/// <param name="AtMost">How often one call may leave by it, 1 to 100; 0 for as often as it likes.</param>
/// <param name="Else">What follows once it may not any more; null ends the flow.</param>
/// <param name="IsReturn">Where no step follows: whether a flow that was called as a subroutine goes back to the step after the call; elsewhere that is the end as well.</param>
public sealed record PlanExit(StepNode? To, int AtMost = 0, PlanExit? Else = null, bool IsReturn = false)
{
    /// <summary>The flow ends: an answered call is hung up, another one is refused with the status of what was tried last.</summary>
    public static PlanExit End { get; } = new((StepNode?)null);

    /// <summary>The flow's last step is done: where the flow was called as a subroutine its caller goes on, else the call ends as with <see cref="End"/>.</summary>
    public static PlanExit Return { get; } = new((StepNode?)null, IsReturn: true);
}
