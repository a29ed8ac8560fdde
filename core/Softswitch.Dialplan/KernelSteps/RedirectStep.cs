using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Where <c>redirect</c> sends the caller.</summary>
internal sealed record RedirectOptions
{
    /// <summary>Whom to call instead, 1 to 10, the preferred one first.</summary>
    [Length(1, 10)]
    public required ImmutableArray<DialTarget> To { get; init; }
}

/// <summary>Has the caller's phone or network call somebody else instead (302). Fails where the call is answered.</summary>
[Step("redirect", EndsCall = ["done"])]
internal sealed class RedirectStep : CallStep<RedirectOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, RedirectOptions options, CancellationToken hangup)
    {
        await call.RedirectAsync(options.To, hangup);
        return Outcome.Done;
    }
}
