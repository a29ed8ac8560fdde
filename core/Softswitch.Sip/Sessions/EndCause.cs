namespace Softswitch.Sip;

/// <summary>Who ended a session.</summary>
public enum EndedBy : byte
{
    /// <summary>We did: <see cref="InviteSession.Hangup"/> or <see cref="InviteSession.Reject"/>.</summary>
    Local,

    /// <summary>The peer did: BYE, CANCEL or a final response.</summary>
    Remote,

    /// <summary>Nobody: no answer to a request, no ACK, no session refresh, a connection that broke.</summary>
    Network,
}

/// <summary>Why a session ended, as it goes into and comes from a Reason header field (RFC 3326).</summary>
/// <param name="By">Who ended it.</param>
/// <param name="Status">SIP status (of the final response, or <c>SIP;cause=</c> of a Reason), or 0.</param>
/// <param name="Q850">ITU-T Q.850 cause, 1 to 127, or 0.</param>
/// <param name="Text">Text of the Reason, or null.</param>
public readonly record struct EndCause(EndedBy By, int Status = 0, int Q850 = 0, string? Text = null)
{
    /// <summary>An ordinary hang-up: Q.850 cause 16, normal call clearing.</summary>
    public static EndCause Normal => new(EndedBy.Local, 0, 16);

    /// <summary>Answered by another contact of the same call: phones do not count it as missed (RFC 3326 §3.1).</summary>
    public static EndCause CompletedElsewhere => new(EndedBy.Local, 200, 0, "Call completed elsewhere");
}
