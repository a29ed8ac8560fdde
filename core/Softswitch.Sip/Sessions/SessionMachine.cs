namespace Softswitch.Sip;

/// <summary>What moves a session from state to state.</summary>
internal enum SessionEvent : byte
{
    /// <summary>A provisional response above 100 was sent or received.</summary>
    Rang,

    /// <summary>We sent the 2xx.</summary>
    AnswerSent,

    /// <summary>The dialog is confirmed: the ACK came to our 2xx, or a 2xx to our INVITE.</summary>
    Confirmed,

    /// <summary>It ended, whoever ended it.</summary>
    Over,

    /// <summary>Nothing is owed to the peer any more.</summary>
    Done,
}

/// <summary>The states of an INVITE session and what moves it from one to the next.</summary>
internal static class SessionMachine
{
    /// <summary>The state after <paramref name="what"/>; the same where it does not matter there.</summary>
    public static SessionState Next(SessionState state, SessionEvent what) => (state, what) switch
    {
        (SessionState.Calling or SessionState.Incoming, SessionEvent.Rang) => SessionState.Early,
        (SessionState.Incoming or SessionState.Early, SessionEvent.AnswerSent) => SessionState.Answered,
        // RFC 3261 §13.2.2.4: a 2xx may be the first response of all.
        (SessionState.Calling or SessionState.Early or SessionState.Answered, SessionEvent.Confirmed) => SessionState.Confirmed,
        (not (SessionState.Ending or SessionState.Ended), SessionEvent.Over) => SessionState.Ending,
        (SessionState.Ending, SessionEvent.Done) => SessionState.Ended,
        _ => state,
    };
}
