using static Softswitch.Sip.ClientActions;
using static Softswitch.Sip.ClientState;

namespace Softswitch.Sip;

/// <summary>The non-INVITE client transaction: RFC 3261 §17.1.2.</summary>
internal static class ClientNonInviteMachine
{
    public static ClientStep Next(ClientState state, ClientInput input) => (state, input) switch
    {
        (Trying or Proceeding, ClientInput.RetransmitTimer) => new(state, Retransmit),
        (Trying or Proceeding, ClientInput.TimeoutTimer) => new(Terminated, ReportTimeout),
        (Trying or Proceeding, ClientInput.TransportError) => new(Terminated, ReportTransport),
        (Trying or Proceeding, ClientInput.Provisional) => new(Proceeding, Deliver),
        (Trying or Proceeding, ClientInput.Success or ClientInput.Rejection) => new(Completed, Deliver),

        (Completed, ClientInput.LingerTimer) => new(Terminated),

        _ => new(state),
    };

    /// <summary>Timer E: doubled up to T2 in Trying, T2 in Proceeding (§17.1.2.2); 0 where the transport retransmits.</summary>
    public static int RetransmitAfter(ClientState state, int previous, bool reliable, SipTimers timers)
    {
        if (reliable) return 0;
        if (state == Proceeding) return timers.T2;
        return previous == 0 ? timers.T1 : Math.Min(previous * 2, timers.T2);
    }

    /// <summary>Timer K (§17.1.2.2).</summary>
    public static int LingerFor(ClientState state, bool reliable, SipTimers timers) =>
        state == Completed && !reliable ? timers.T4 : 0;
}
