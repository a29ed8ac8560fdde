namespace Softswitch.Sip;

/// <summary>States of a client transaction.</summary>
internal enum ClientState : byte
{
    /// <summary>INVITE sent, nothing heard.</summary>
    Calling,

    /// <summary>Another request sent, nothing heard.</summary>
    Trying,
    Proceeding,

    /// <summary>A final response has come (INVITE: 300–699); more of the same are absorbed.</summary>
    Completed,

    /// <summary>INVITE answered 2xx; more 2xx go up (RFC 6026).</summary>
    Accepted,
    Terminated,
}

/// <summary>What a client transaction hears.</summary>
internal enum ClientInput : byte
{
    /// <summary>1xx.</summary>
    Provisional,

    /// <summary>2xx.</summary>
    Success,

    /// <summary>300–699.</summary>
    Rejection,

    /// <summary>Timer A or E.</summary>
    RetransmitTimer,

    /// <summary>Timer B or F; in an INVITE's Proceeding, 64 × T1 after its CANCEL (RFC 3261 §9.1).</summary>
    TimeoutTimer,

    /// <summary>Timer D, K or M.</summary>
    LingerTimer,
    TransportError,
}

/// <summary>What a client transaction does, in this order.</summary>
[Flags]
internal enum ClientActions : byte
{
    None = 0,
    Retransmit = 1,
    Acknowledge = 2,
    Deliver = 4,
    ReportTimeout = 8,
    ReportTransport = 16,
}

/// <summary>One transition of a client transaction.</summary>
internal readonly record struct ClientStep(ClientState State, ClientActions Actions = ClientActions.None)
{
    public bool Does(ClientActions action) => (Actions & action) != ClientActions.None;
}
