namespace Softswitch.Dialplan.Engine;

/// <summary>Whoever has a flow run for a call. Called on the call's queue.</summary>
public interface IFlowUser
{
    /// <summary>The flow is at its end and the call is not over: hang up, or refuse with the status. Told at most once, and never after <see cref="FlowRunner.CallEnded"/>.</summary>
    void OnFlowEnded(FlowRunner flow, in FlowEnd end);

    /// <summary>The call is over, and no step runs any more: the trace says all but what goes wrong with work that was left for the end. Told exactly once.</summary>
    void OnCallOver(FlowRunner flow)
    {
    }

    /// <summary>The call is over and nothing of its steps is left; the trace is complete. Told exactly once.</summary>
    void OnFinished(FlowRunner flow);
}
