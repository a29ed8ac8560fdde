namespace Softswitch.Sdk;

/// <summary>What became of an attempt to reach somebody.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">SIP status of the refusal that counts, or 200.</param>
/// <param name="AnsweredBy">Who answered, or null.</param>
/// <param name="TalkTime">Length of the conversation; zero where there was none.</param>
public sealed record BridgeResult(BridgeOutcome Outcome, int Status, CallParty? AnsweredBy = null, TimeSpan TalkTime = default)
{
    /// <summary>The outcome as plans spell it: <c>no-answer</c>.</summary>
    public Outcome ToOutcome() => Outcome switch
    {
        BridgeOutcome.Answered => "answered",
        BridgeOutcome.Busy => "busy",
        BridgeOutcome.NoAnswer => "no-answer",
        BridgeOutcome.Unreachable => "unreachable",
        BridgeOutcome.Rejected => "rejected",
        _ => "failed",
    };
}

/// <summary>How an attempt to reach somebody ended.</summary>
public enum BridgeOutcome
{
    /// <summary>Somebody answered; the conversation is over, and the caller is still there.</summary>
    Answered,

    /// <summary>All that could be reached were busy.</summary>
    Busy,

    /// <summary>It rang, and nobody answered in time.</summary>
    NoAnswer,

    /// <summary>Nobody is registered there, or nothing answers at the address.</summary>
    Unreachable,

    /// <summary>It was refused.</summary>
    Rejected,

    /// <summary>The attempt could not be made.</summary>
    Failed,
}
