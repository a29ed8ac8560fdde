namespace Softswitch.Dialplan.Simulation;

/// <summary>Something that the people of a simulated call could see or hear.</summary>
/// <param name="At">Since the call came in.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Subject">The prompt, the target, the digits, the status; empty where there is nothing to say.</param>
/// <param name="Detail">How it went on, or null: <c>answered</c>, <c>486</c>.</param>
public sealed record SimulatedEvent(TimeSpan At, SimulatedEventKind Kind, string Subject, string? Detail = null)
{
    /// <summary><c>0:03.200 heard welcome</c></summary>
    public override string ToString() => $"{(int)At.TotalMinutes}:{At:ss\\.fff} {Word} {Subject}{(Detail is null ? "" : " (" + Detail + ")")}".TrimEnd();

    private string Word => Kind switch
    {
        SimulatedEventKind.RingingSent => "caller hears ringing",
        SimulatedEventKind.CallAnswered => "call answered",
        SimulatedEventKind.Heard => "caller hears",
        SimulatedEventKind.Pressed => "caller presses",
        SimulatedEventKind.DigitsSent => "caller is sent digits",
        SimulatedEventKind.Rang => "rings",
        SimulatedEventKind.Answered => "answers",
        SimulatedEventKind.NotReached => "not reached",
        SimulatedEventKind.Talked => "talked for",
        SimulatedEventKind.Redirected => "redirected to",
        SimulatedEventKind.Refused => "refused with",
        SimulatedEventKind.HungUp => "hung up by",
        _ => Kind.ToString(),
    };
}

/// <summary>Kinds of what happens in a simulated call.</summary>
public enum SimulatedEventKind
{
    /// <summary>The caller hears ringing.</summary>
    RingingSent,

    /// <summary>The call is answered.</summary>
    CallAnswered,

    /// <summary>The caller is played a prompt.</summary>
    Heard,

    /// <summary>The caller presses digits.</summary>
    Pressed,

    /// <summary>The caller's phone is sent digits.</summary>
    DigitsSent,

    /// <summary>Somebody is rung.</summary>
    Rang,

    /// <summary>Somebody answers.</summary>
    Answered,

    /// <summary>Somebody is not reached.</summary>
    NotReached,

    /// <summary>A conversation is over.</summary>
    Talked,

    /// <summary>The caller is sent elsewhere.</summary>
    Redirected,

    /// <summary>The call is refused.</summary>
    Refused,

    /// <summary>The call is ended.</summary>
    HungUp,
}
