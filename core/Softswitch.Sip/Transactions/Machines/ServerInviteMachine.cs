using static Softswitch.Sip.ServerActions;
using static Softswitch.Sip.ServerState;

namespace Softswitch.Sip;

/// <summary>The INVITE server transaction: RFC 3261 §17.2.1 as changed by RFC 6026 §7.1 and §8.5.</summary>
internal static class ServerInviteMachine
{
    public static ServerStep Next(ServerState state, ServerInput input) => (state, input) switch
    {
        (Proceeding, ServerInput.Request) => new(Proceeding, Resend),
        (Proceeding, ServerInput.Provisional) => new(Proceeding, Send),
        (Proceeding, ServerInput.Success) => new(Accepted, Send),
        (Proceeding, ServerInput.Rejection) => new(Completed, Send),
        (Proceeding, ServerInput.TransportError) => new(Terminated, ReportTransport),

        (Completed, ServerInput.Request) => new(Completed, Resend),
        (Completed, ServerInput.RetransmitTimer) => new(Completed, Resend),
        (Completed, ServerInput.Ack) => new(Confirmed),
        (Completed, ServerInput.TimeoutTimer) => new(Terminated, ReportTimeout),
        (Completed, ServerInput.TransportError) => new(Terminated, ReportTransport),

        (Confirmed, ServerInput.LingerTimer) => new(Terminated),

        // The user retransmits its 2xx itself until the ACK (RFC 3261 §13.3.1.4); the ACK is a matter of the dialog.
        (Accepted, ServerInput.Success) => new(Accepted, Send),
        (Accepted, ServerInput.Ack) => new(Accepted, Deliver),
        (Accepted, ServerInput.LingerTimer) => new(Terminated),
        (Accepted, ServerInput.TransportError) => new(Accepted, ReportTransport),

        _ => new(state),
    };

    /// <summary>Timer G: doubled up to T2 (§17.2.1); 0 where the transport retransmits.</summary>
    public static int RetransmitAfter(ServerState state, int previous, bool reliable, SipTimers timers)
    {
        if (reliable || state != Completed) return 0;
        return previous == 0 ? timers.T1 : Math.Min(previous * 2, timers.T2);
    }

    /// <summary>Timer I (§17.2.1) in Confirmed, timer L (RFC 6026 §8.5) in Accepted.</summary>
    public static int LingerFor(ServerState state, bool reliable, SipTimers timers) => state switch
    {
        Confirmed => reliable ? 0 : timers.T4,
        Accepted => timers.Transaction,
        _ => 0,
    };
}
