using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>
/// What final statuses (300 to 699) mean, to calls and to their simulations alike. Which of several refusals a caller is told when no fork answered (RFC 3261 §16.7 step 6): a 6xx before anything,
/// then the lowest class, and within 4xx what the caller can act on.
/// </summary>
public static class FinalStatus
{
    /// <summary>The better of two final statuses (300 to 699); 0 stands for none yet.</summary>
    public static int Better(int one, int other)
    {
        if (one == 0) return other;
        if (other == 0) return one;
        return Rank(one) <= Rank(other) ? one : other;
    }

    /// <summary>The outcome that a final status stands for; <paramref name="rang"/> tells a phone left ringing from one not there.</summary>
    public static BridgeOutcome OutcomeOf(int status, bool rang) => status switch
    {
        486 or 600 => BridgeOutcome.Busy,
        NoResponse or 480 or 487 => rang ? BridgeOutcome.NoAnswer : BridgeOutcome.Unreachable,
        404 or 410 or FlowFailed or 484 or 502 or 503 or 504 or 604 => BridgeOutcome.Unreachable,
        >= 500 and < 600 => BridgeOutcome.Failed,
        _ => BridgeOutcome.Rejected,
    };

    /// <summary>The status where the time to ring was over; <paramref name="status"/> is the best of the refusals until then, 0 for none.</summary>
    public static int RungOut(int status, bool rang) => rang ? 480 : Better(status, NoResponse);

    /// <summary>The way to a phone is gone: 430 (RFC 5626 §11.5), which an edge proxy would tell us in the same case.</summary>
    public const int FlowFailed = 430;

    private const int NoResponse = 408;

    /// <summary>
    /// The status of an INVITE that no response came to, where RFC 3261 §8.1.3.1 has it be as if one of <paramref name="asIf"/> had: 408 for
    /// silence, 503 for a way that is closed. That 503 is told from one that the far side sent: its phone is out of reach, not out of order.
    /// </summary>
    public static int WithoutResponse(int asIf) => asIf == 503 ? FlowFailed : asIf;

    /// <summary>
    /// What the far side's status becomes for the caller. Its challenges and its complaints about our own requests are
    /// no business of the caller's, and must not make the caller authenticate or give up the number. A phone that says nothing
    /// (408) or cannot be reached (430) is one that is away: 480, as RFC 3665 §3.10 has it for the first, and RFC 3261 §21.4.18
    /// for the second. A 408 of our own would say that this switch took too long, which it did not.
    /// </summary>
    public static int ForCaller(int status) => status switch
    {
        NoResponse or FlowFailed => 480,
        401 or 407 or 421 or 422 or 491 or 494 => 500,
        503 => 500, // RFC 3261 §21.5.4: 503 would stop the caller from using this switch at all.
        _ => status,
    };

    private static int Rank(int status) => status switch
    {
        >= 600 => 0,
        // Somebody there said no: better news than that nobody answered.
        486 => 10,
        401 or 407 or 415 or 420 or 484 => 20,
        480 => 31,
        NoResponse or FlowFailed => 35,
        >= 400 and < 500 => 30,
        >= 500 => 40,
        _ => 25,
    };
}
