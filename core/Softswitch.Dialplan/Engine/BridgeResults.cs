using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>Which of several failures to reach somebody counts.</summary>
public static class BridgeResults
{
    /// <summary>The one that counts: that it rang somewhere, then a refusal, then busy, then nobody there; of equals the first.</summary>
    public static BridgeResult OrBetter(this BridgeResult one, BridgeResult other) => Rank(other.Outcome) > Rank(one.Outcome) ? other : one;

    private static int Rank(BridgeOutcome outcome) => outcome switch
    {
        BridgeOutcome.Answered => 5,
        BridgeOutcome.NoAnswer => 4,
        BridgeOutcome.Rejected => 3,
        BridgeOutcome.Busy => 2,
        BridgeOutcome.Failed => 1,
        _ => 0,
    };
}
