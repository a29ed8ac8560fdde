namespace Softswitch.Sip;

/// <summary>States of a server transaction.</summary>
internal enum ServerState : byte
{
    /// <summary>A request other than INVITE has come and nothing was answered.</summary>
    Trying,
    Proceeding,

    /// <summary>Answered finally (INVITE: 300–699, awaiting the ACK).</summary>
    Completed,

    /// <summary>The ACK of a rejected INVITE has come; more of them are absorbed.</summary>
    Confirmed,

    /// <summary>INVITE answered 2xx; retransmitted INVITEs are absorbed (RFC 6026).</summary>
    Accepted,
    Terminated,
}

/// <summary>What a server transaction hears from the network, from its user and from the clock.</summary>
internal enum ServerInput : byte
{
    /// <summary>The same request again.</summary>
    Request,
    Ack,

    /// <summary>The user answers 1xx.</summary>
    Provisional,

    /// <summary>The user answers 2xx.</summary>
    Success,

    /// <summary>The user answers 300–699.</summary>
    Rejection,

    /// <summary>Timer G.</summary>
    RetransmitTimer,

    /// <summary>Timer H; before any final answer, our own guard against a user that never answers.</summary>
    TimeoutTimer,

    /// <summary>Timer I, J or L.</summary>
    LingerTimer,
    TransportError,
}

/// <summary>What a server transaction does, in this order.</summary>
[Flags]
internal enum ServerActions : byte
{
    None = 0,

    /// <summary>Send the response that the user gives.</summary>
    Send = 1,

    /// <summary>Send the last response again.</summary>
    Resend = 2,

    /// <summary>Hand the ACK up.</summary>
    Deliver = 4,
    ReportTimeout = 8,
    ReportTransport = 16,
}

/// <summary>One transition of a server transaction.</summary>
internal readonly record struct ServerStep(ServerState State, ServerActions Actions = ServerActions.None)
{
    public bool Does(ServerActions action) => (Actions & action) != ServerActions.None;
}
