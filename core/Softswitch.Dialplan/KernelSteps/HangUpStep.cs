using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Why <c>hang-up</c> hangs up.</summary>
internal sealed record HangUpOptions
{
    /// <summary>What the caller's phone is told.</summary>
    public HangUpCause Cause { get; init; } = HangUpCause.Normal;
}

/// <summary>Causes of <c>hang-up</c>.</summary>
internal enum HangUpCause
{
    /// <summary>The conversation is over; before an answer 480.</summary>
    Normal,

    /// <summary>Busy, 486.</summary>
    Busy,

    /// <summary>No such number, 404.</summary>
    UnknownNumber,

    /// <summary>Refused, 403.</summary>
    Rejected,

    /// <summary>The switch cannot, 503.</summary>
    Failure,
}

/// <summary>Ends the call.</summary>
[Step("hang-up", EndsCall = ["done"])]
internal sealed class HangUpStep : CallStep<HangUpOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, HangUpOptions options, CancellationToken hangup)
    {
        await call.HangupAsync(CauseOf(options.Cause), hangup);
        return Outcome.Done;
    }

    private static HangupCause CauseOf(HangUpCause cause) => cause switch
    {
        HangUpCause.Busy => HangupCause.Busy,
        HangUpCause.UnknownNumber => HangupCause.UnknownNumber,
        HangUpCause.Rejected => HangupCause.Rejected,
        HangUpCause.Failure => HangupCause.Failure,
        _ => HangupCause.Normal,
    };
}
