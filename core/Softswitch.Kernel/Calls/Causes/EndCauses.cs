using Softswitch.Dialplan.Engine;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>The causes this switch itself ends legs with.</summary>
internal static class EndCauses
{
    /// <summary>Another phone answered first.</summary>
    public static EndCause AnsweredElsewhere => EndCause.CompletedElsewhere;

    /// <summary>Whoever called gave up, or the call ended before it was answered.</summary>
    public static EndCause Cancelled => new(EndedBy.Local, 487, 16);

    /// <summary>It rang for as long as it was to ring.</summary>
    public static EndCause NoAnswer => new(EndedBy.Local, 480, 19, "No answer");

    /// <summary>The account's longest call has been reached.</summary>
    public static EndCause MaximumDuration => new(EndedBy.Local, 0, 31, "Maximum duration reached");

    /// <summary>No packet from either party for the account's time limit.</summary>
    public static EndCause MediaTimeout => new(EndedBy.Local, 0, 41, "No media");

    /// <summary>A description cannot be read, or there is none.</summary>
    public static EndCause NoMedia => new(EndedBy.Local, 488, 31, "Media cannot be set up");

    /// <summary>No media port is left: our own lack, which passes.</summary>
    public static EndCause NoPort => new(EndedBy.Local, 503, 47, "No media port is left");

    /// <summary>The leg's place in the call has been taken by another.</summary>
    public static EndCause Transferred => new(EndedBy.Local, 0, 16, "Transferred");

    /// <summary>The switch is being stopped.</summary>
    public static EndCause Shutdown => new(EndedBy.Local, 503, 41, "Shutting down");

    /// <summary>A step of the plan failed, and nothing took over.</summary>
    public static EndCause PlanFailed => new(EndedBy.Local, 503, 41, "The dialplan failed");

    /// <summary>Refused before the answer, by the far side with this final status or because it could not be reached; says what the caller is told.</summary>
    public static EndCause Refused(int status)
    {
        var told = FinalStatus.ForCaller(status);
        return new EndCause(EndedBy.Local, told, CauseMap.ToQ850(status == FinalStatus.FlowFailed ? status : told));
    }

    /// <summary>The cause to end the other leg with: what ended this one, told on (RFC 3326).</summary>
    public static EndCause Forwarded(in EndCause cause) =>
        cause with { By = EndedBy.Local, Q850 = cause.Q850 != 0 ? cause.Q850 : CauseMap.NormalClearing };
}
