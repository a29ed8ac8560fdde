using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Runs another flow, and goes on with the next step when that has done its last one. Flows may call each other 16 deep.</summary>
[Step("call")]
internal sealed class CallFlowStep : CallStep<FlowOptions>
{
    /// <inheritdoc/>
    public override ValueTask<Outcome> RunAsync(ICall call, FlowOptions options, CancellationToken hangup)
    {
        ((IFlowPosition)call).Enter(options.Flow);
        return ValueTask.FromResult(Outcome.Done);
    }
}
