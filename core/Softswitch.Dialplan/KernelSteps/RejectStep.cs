using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>How <c>reject</c> refuses.</summary>
internal sealed record RejectOptions
{
    /// <summary>SIP status of the refusal.</summary>
    [Range(400, 699)]
    public int Status { get; init; } = 403;
}

/// <summary>Refuses the call; an answered one is hung up.</summary>
[Step("reject", EndsCall = ["done"])]
internal sealed class RejectStep : CallStep<RejectOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, RejectOptions options, CancellationToken hangup)
    {
        await call.RejectAsync(options.Status, hangup);
        return Outcome.Done;
    }
}
