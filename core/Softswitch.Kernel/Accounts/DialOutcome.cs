namespace Softswitch.Kernel.Accounts;

/// <summary>How an attempt to reach somebody ended: the outcomes of the <c>bridge</c> step.</summary>
public enum DialOutcome
{
    /// <summary>Somebody answered; known when the conversation has ended.</summary>
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
    Error,
}

/// <summary>Outcomes of dialling.</summary>
public static class DialOutcomes
{
    /// <summary>The outcome that a final status (300 to 699) stands for; <paramref name="rang"/> tells a phone left ringing from one not there.</summary>
    public static DialOutcome Of(int status, bool rang) => status switch
    {
        486 or 600 => DialOutcome.Busy,
        408 or 480 or 487 => rang ? DialOutcome.NoAnswer : DialOutcome.Unreachable,
        404 or 410 or 430 or 484 or 502 or 503 or 504 or 604 => DialOutcome.Unreachable,
        >= 500 and < 600 => DialOutcome.Error,
        _ => DialOutcome.Rejected,
    };
}
