namespace Softswitch.Sdk;

/// <summary>Something that happened in an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="At">When.</param>
public abstract record SwitchEvent(string Account, DateTimeOffset At);

/// <summary>A call came in.</summary>
/// <param name="Account">The account.</param>
/// <param name="At">When.</param>
/// <param name="Call">Its identifier.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Dialled">What was dialled.</param>
public sealed record CallBegan(string Account, DateTimeOffset At, Guid Call, CallParty Caller, string Dialled) : SwitchEvent(Account, At);

/// <summary>A call was answered.</summary>
/// <param name="Account">The account.</param>
/// <param name="At">When.</param>
/// <param name="Call">Its identifier.</param>
/// <param name="AnsweredBy">Who answered; null for the switch itself.</param>
public sealed record CallAnswered(string Account, DateTimeOffset At, Guid Call, CallParty? AnsweredBy) : SwitchEvent(Account, At);

/// <summary>A call is over.</summary>
/// <param name="Account">The account.</param>
/// <param name="At">When.</param>
/// <param name="Summary">The call.</param>
public sealed record CallEnded(string Account, DateTimeOffset At, CallSummary Summary) : SwitchEvent(Account, At);

/// <summary>The first phone of an extension came, or its last one went.</summary>
/// <param name="Account">The account.</param>
/// <param name="At">When.</param>
/// <param name="Extension">Number of the extension.</param>
/// <param name="IsOnline">Whether a phone is registered now.</param>
public sealed record ExtensionPresence(string Account, DateTimeOffset At, string Extension, bool IsOnline) : SwitchEvent(Account, At);

/// <summary>A presence source says something else of an extension. What ends by itself, at its time or with its source, is not told.</summary>
/// <param name="Account">The account.</param>
/// <param name="At">When.</param>
/// <param name="Extension">Number of the extension, which the account need not have.</param>
/// <param name="Said">What it says now; null where it says nothing any longer.</param>
public sealed record ExtensionReported(string Account, DateTimeOffset At, string Extension, ReportedState? Said) : SwitchEvent(Account, At);
