using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Which flow follows.</summary>
internal sealed record FlowOptions
{
    /// <summary>Name of the flow.</summary>
    [RefersTo(Reference.Flow)]
    public required string Flow { get; init; }
}

/// <summary>Goes on with another flow, and does not come back.</summary>
[Step("goto", EndsCall = ["done"])]
internal sealed class GotoStep : CallStep<FlowOptions>
{
    /// <inheritdoc/>
    public override ValueTask<Outcome> RunAsync(ICall call, FlowOptions options, CancellationToken hangup)
    {
        ((IFlowPosition)call).GoTo(options.Flow);
        return ValueTask.FromResult(Outcome.Done);
    }
}
