using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Logging;

namespace Softswitch.Host.Composition;

/// <summary>Counts and logs what goes wrong with steps.</summary>
internal sealed partial class StepEvents(TimeProvider clock, ILogger logger) : IFlowObserver, IMetricSource
{
    private const int LinesPerSecond = 10;

    private static readonly StepFailureReason[] Reasons = Enum.GetValues<StepFailureReason>();

    private readonly LogBudget _budget = new(clock, LinesPerSecond);
    private readonly long[] _failed = new long[Reasons.Length];
    private long _blocked;

    /// <inheritdoc/>
    public void OnStepFailed(StepFailure failure)
    {
        Interlocked.Increment(ref _failed[(int)failure.Reason]);
        if (!_budget.TryTake(out var suppressed)) return;
        LogFailed(logger, failure.Step.Type.Name, failure.Origin, failure.Step.Info.Position, failure.Account, failure.Call, failure.Text, suppressed);
        if (failure.Trace is { } trace) logger.LogDebug("{Trace}", trace);
    }

    /// <inheritdoc/>
    public void OnThreadBlocked(Guid call, string account, StepNode step)
    {
        Interlocked.Increment(ref _blocked);
        if (_budget.TryTake(out _)) LogBlocked(logger, step.Type.Name, step.Info.Position, account, call);
    }

    /// <inheritdoc/>
    public void OnStepAbandoned(Guid call, string account, StepNode step)
    {
        // The failure that comes with it says so.
    }

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Counter("softswitch_step_failures_total", "Steps that came to the outcome error, by reason.");
        foreach (var reason in Reasons) writer.Value(Interlocked.Read(ref _failed[(int)reason]), ("reason", Word(reason)));
        writer.Counter("softswitch_step_threads_blocked_total", "Threads that a step kept, and that were replaced.").Value(Interlocked.Read(ref _blocked));
    }

    private static string Word(StepFailureReason reason) => reason switch
    {
        StepFailureReason.Threw => "threw",
        StepFailureReason.Deadline => "deadline",
        StepFailureReason.Abandoned => "abandoned",
        StepFailureReason.BreakerOpen => "breaker_open",
        StepFailureReason.ThreadsBlocked => "threads_blocked",
        StepFailureReason.Unavailable => "unavailable",
        StepFailureReason.UndeclaredOutcome => "undeclared_outcome",
        _ => "loop",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Step {Step} of {Origin} at {Position} failed in a call of {Account} ({Call}): {Text} ({Count} more the second before)")]
    private static partial void LogFailed(ILogger logger, string step, string origin, string position, string account, Guid call, string text, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Step {Step} at {Position} keeps its thread in a call of {Account} ({Call}); another one takes its place")]
    private static partial void LogBlocked(ILogger logger, string step, string position, string account, Guid call);
}
