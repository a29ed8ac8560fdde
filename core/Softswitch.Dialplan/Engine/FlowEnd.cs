namespace Softswitch.Dialplan.Engine;

/// <summary>How a flow came to its end.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Status">What a caller who is not answered is told: the SIP status of what was tried last, 480 where nothing was, 503 after a failure.</param>
public readonly record struct FlowEnd(FlowEndReason Reason, int Status);

/// <summary>Why a flow came to its end.</summary>
public enum FlowEndReason
{
    /// <summary>It was at its end, or an outcome that ends the call came: an answered call is hung up, another one refused.</summary>
    Completed,

    /// <summary>A step failed and nothing in the plan takes over, or the flow went round in circles: the same, with 503.</summary>
    Failed,

    /// <summary>The call was over first: the caller hung up, or a step ended, refused or redirected it.</summary>
    CallEnded,
}
