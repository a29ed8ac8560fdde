using Softswitch.Dialplan.Plans;

namespace Softswitch.Dialplan.Traces;

/// <summary>One step of a call's way through its plan.</summary>
public readonly record struct TraceEntry
{
    /// <summary>Where in the plan.</summary>
    public required StepNode Step { get; init; }

    /// <summary>Id and version of the plugin, <c>ivr@1.4.0</c>; its id alone where it is missing.</summary>
    public string Origin { get; init; }

    /// <summary>What the plan says, in short, with the values of variables; null where no variable stands in it, which leaves it as it is in the plan.</summary>
    public string? Options { get; init; }

    /// <summary>When it began, in milliseconds since the call came in.</summary>
    public int At { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public int Took { get; init; }

    /// <summary>The outcome, or null while it runs and where the call ended during it.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why: what the step explained, and what went wrong. Formatted when somebody reads it.</summary>
    public IReadOnlyList<object> Why { get; init; }

    /// <summary>What followed.</summary>
    public TraceNext Next { get; init; }
}

/// <summary>What followed a step.</summary>
public enum TraceNext
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>The step of the next entry.</summary>
    Step,

    /// <summary>The step of the next entry, for the exit had been taken as often as it may.</summary>
    Else,

    /// <summary>The step of the next entry, where the flow had been called from.</summary>
    Return,

    /// <summary>The plan's flow for errors.</summary>
    OnError,

    /// <summary>The flow ended, and the call with it.</summary>
    End,

    /// <summary>The call was given up: 503.</summary>
    Failed,

    /// <summary>The call was over.</summary>
    CallEnded,
}
