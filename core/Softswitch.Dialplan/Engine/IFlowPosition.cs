using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>What the kernel's own steps can do to the flow they stand in, beyond <see cref="ICall"/>.</summary>
internal interface IFlowPosition
{
    /// <summary>Another flow follows the step, whatever the plan says of its outcome.</summary>
    /// <exception cref="InvalidOperationException">The plan has no such flow.</exception>
    void GoTo(string flow);

    /// <summary>Another flow follows the step, and when that is done the step that the plan maps to <c>done</c>.</summary>
    /// <exception cref="InvalidOperationException">The plan has no such flow, or too many flows have called each other.</exception>
    void Enter(string flow);

    /// <summary>Notes what came of ringing somebody: its status is what the caller is told in the end, and the trace shows it.</summary>
    void Note(BridgeResult tried);
}
