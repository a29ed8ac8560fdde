namespace Softswitch.Sdk;

/// <summary>Why a call is ended: a Q.850 cause, and the SIP status that goes with it while the call is not answered.</summary>
/// <param name="Status">SIP status, 400 to 699.</param>
/// <param name="Q850">Cause of ITU-T Q.850, 1 to 127.</param>
public readonly record struct HangupCause(int Status, int Q850)
{
    /// <summary>The conversation is over; before an answer: nobody is there (480, cause 16).</summary>
    public static HangupCause Normal { get; } = new(480, 16);

    /// <summary>Busy (486, cause 17).</summary>
    public static HangupCause Busy { get; } = new(486, 17);

    /// <summary>There is no such number (404, cause 1).</summary>
    public static HangupCause UnknownNumber { get; } = new(404, 1);

    /// <summary>Refused (403, cause 21).</summary>
    public static HangupCause Rejected { get; } = new(403, 21);

    /// <summary>The switch cannot (503, cause 41).</summary>
    public static HangupCause Failure { get; } = new(503, 41);
}
