namespace Softswitch.Sip;

/// <summary>How far a session has come; see <see cref="InviteSession"/>.</summary>
public enum SessionState : byte
{
    /// <summary>Outgoing: the INVITE is sent, no response with a To tag has come.</summary>
    Calling,

    /// <summary>Incoming: the INVITE is here, no response but 100 has been sent.</summary>
    Incoming,

    /// <summary>A provisional response (101 to 199) has been sent or received: there is an early dialog.</summary>
    Early,

    /// <summary>Incoming: the 2xx is given, its ACK has not come.</summary>
    Answered,

    /// <summary>The dialog is confirmed.</summary>
    Confirmed,

    /// <summary>It is over for its user (<see cref="ISessionUser.OnEnded"/> has been called); what is owed on the wire is still being done.</summary>
    Ending,

    /// <summary>Nothing is left of it.</summary>
    Ended,
}
