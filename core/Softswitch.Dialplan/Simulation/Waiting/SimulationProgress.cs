using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;

namespace Softswitch.Dialplan.Simulation;

/// <summary>How far a simulation has come, for whoever waits for it on another thread.</summary>
public sealed class SimulationProgress
{
    private volatile FlowRunner? _flow;
    private volatile bool _isGivenUp;

    /// <summary>Whether nobody waits any longer: no further call is worth running.</summary>
    public bool IsGivenUp => _isGivenUp;

    /// <summary>The step that was begun last, or null.</summary>
    internal StepNode? Step => _flow?.Standing;

    internal void Enter(FlowRunner flow) => _flow = flow;

    internal void GiveUp() => _isGivenUp = true;
}
