namespace Softswitch.Sdk;

/// <summary>A call that is over.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Account">Its account.</param>
/// <param name="Caller">Who called.</param>
/// <param name="Dialled">What was dialled.</param>
/// <param name="StartedAt">When it came in.</param>
/// <param name="Duration">From the answer to the end; zero where nobody answered.</param>
/// <param name="AnsweredBy">Who answered last, or null.</param>
/// <param name="Cause">Why it ended.</param>
public sealed record CallSummary(
    Guid Id,
    string Account,
    CallParty Caller,
    string Dialled,
    DateTimeOffset StartedAt,
    TimeSpan Duration,
    CallParty? AnsweredBy,
    HangupCause Cause);
