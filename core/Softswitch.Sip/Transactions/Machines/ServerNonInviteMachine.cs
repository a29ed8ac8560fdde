using static Softswitch.Sip.ServerActions;
using static Softswitch.Sip.ServerState;

namespace Softswitch.Sip;

/// <summary>The non-INVITE server transaction: RFC 3261 §17.2.2.</summary>
internal static class ServerNonInviteMachine
{
    public static ServerStep Next(ServerState state, ServerInput input) => (state, input) switch
    {
        (Trying or Proceeding, ServerInput.Provisional) => new(Proceeding, Send),
        (Trying or Proceeding, ServerInput.Success or ServerInput.Rejection) => new(Completed, Send),
        // The client has given up by now (its timer F), and an answer must not come later than that (RFC 4320 §4.2).
        (Trying or Proceeding, ServerInput.TimeoutTimer) => new(Terminated, ReportTimeout),

        (Proceeding, ServerInput.Request) => new(Proceeding, Resend),
        (Proceeding, ServerInput.TransportError) => new(Terminated, ReportTransport),

        (Completed, ServerInput.Request) => new(Completed, Resend),
        (Completed, ServerInput.LingerTimer) => new(Terminated),
        (Completed, ServerInput.TransportError) => new(Terminated, ReportTransport),

        _ => new(state),
    };

    /// <summary>Timer J (§17.2.2).</summary>
    public static int LingerFor(ServerState state, bool reliable, SipTimers timers) =>
        state == Completed && !reliable ? timers.Transaction : 0;
}
