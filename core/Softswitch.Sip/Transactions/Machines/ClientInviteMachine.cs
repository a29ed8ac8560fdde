using static Softswitch.Sip.ClientActions;
using static Softswitch.Sip.ClientState;

namespace Softswitch.Sip;

/// <summary>The INVITE client transaction: RFC 3261 §17.1.1 as changed by RFC 6026 §7.2 and §8.4.</summary>
internal static class ClientInviteMachine
{
    public static ClientStep Next(ClientState state, ClientInput input) => (state, input) switch
    {
        (Calling, ClientInput.RetransmitTimer) => new(Calling, Retransmit),
        (Calling, ClientInput.TimeoutTimer) => new(Terminated, ReportTimeout),
        (Calling, ClientInput.TransportError) => new(Terminated, ReportTransport),
        (Calling, ClientInput.Provisional) => new(Proceeding, Deliver),
        (Calling, ClientInput.Success) => new(Accepted, Deliver),
        (Calling, ClientInput.Rejection) => new(Completed, Acknowledge | Deliver),

        (Proceeding, ClientInput.Provisional) => new(Proceeding, Deliver),
        (Proceeding, ClientInput.Success) => new(Accepted, Deliver),
        (Proceeding, ClientInput.Rejection) => new(Completed, Acknowledge | Deliver),
        // RFC 3261 §9.1: no final response 64 × T1 after the CANCEL, so the INVITE counts as cancelled.
        (Proceeding, ClientInput.TimeoutTimer) => new(Terminated, ReportTimeout),

        (Completed, ClientInput.Rejection) => new(Completed, Acknowledge),
        (Completed, ClientInput.LingerTimer) => new(Terminated),
        (Completed, ClientInput.TransportError) => new(Terminated, ReportTransport),

        (Accepted, ClientInput.Success) => new(Accepted, Deliver),
        (Accepted, ClientInput.LingerTimer) => new(Terminated),

        _ => new(state),
    };

    /// <summary>Timer A, doubled each time and never capped (§17.1.1.2); 0 where the transport retransmits, and once anything was heard.</summary>
    public static int RetransmitAfter(ClientState state, int previous, bool reliable, SipTimers timers) =>
        reliable || state != Calling ? 0 : previous == 0 ? timers.T1 : previous * 2;

    /// <summary>Timer D (§17.1.1.2) in Completed, timer M (RFC 6026 §8.4) in Accepted.</summary>
    public static int LingerFor(ClientState state, bool reliable, SipTimers timers) => state switch
    {
        Completed => reliable ? 0 : timers.Transaction,
        Accepted => timers.Transaction,
        _ => 0,
    };
}
