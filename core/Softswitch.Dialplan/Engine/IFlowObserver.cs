using Softswitch.Dialplan.Plans;

namespace Softswitch.Dialplan.Engine;

/// <summary>Is told what goes wrong with the code of steps, for the log and for metrics. Called from any thread; must not wait.</summary>
public interface IFlowObserver
{
    /// <summary>A step came to the outcome <c>error</c>, or what it had registered for the end of the call failed.</summary>
    void OnStepFailed(StepFailure failure);

    /// <summary>A step keeps its thread instead of waiting for what it waits for; its thread was replaced.</summary>
    void OnThreadBlocked(Guid call, string account, StepNode step);

    /// <summary>A step went on after its time and was left to itself: what it still does has no effect on the call.</summary>
    void OnStepAbandoned(Guid call, string account, StepNode step);
}

/// <summary>What went wrong with a step, as text: nothing in it keeps a plugin in memory.</summary>
/// <param name="Call">The call.</param>
/// <param name="Account">Its account.</param>
/// <param name="Step">Where in the plan.</param>
/// <param name="Origin">Id and version of the plugin, <c>ivr@1.4.0</c>, or its id alone where it is missing.</param>
/// <param name="Reason">What kind of failure it is.</param>
/// <param name="Text">One line: <c>FormatException: no number</c>.</param>
/// <param name="Trace">First frames of an exception, else null.</param>
public sealed record StepFailure(Guid Call, string Account, StepNode Step, string Origin, StepFailureReason Reason, string Text, string? Trace = null);

/// <summary>Kinds of failures.</summary>
public enum StepFailureReason
{
    /// <summary>Its code threw.</summary>
    Threw,

    /// <summary>It took longer than it may.</summary>
    Deadline,

    /// <summary>It went on for two seconds after that, and was abandoned.</summary>
    Abandoned,

    /// <summary>It has failed so often of late that it is not run (<see cref="BreakerBoard"/>).</summary>
    BreakerOpen,

    /// <summary>Its plugin keeps so many threads of this account already that it is not run.</summary>
    ThreadsBlocked,

    /// <summary>Its plugin is missing, switched off or not granted.</summary>
    Unavailable,

    /// <summary>It returned an outcome that it does not declare.</summary>
    UndeclaredOutcome,

    /// <summary>The flow went round in circles.</summary>
    Loop,
}
