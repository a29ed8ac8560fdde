using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <content>What went wrong, for the trace and whoever watches: as text, which keeps no plugin in memory.</content>
public sealed partial class FlowRunner
{
    private const int LongestText = 500;
    private const int TraceLines = 12;

    /// <summary>The outcome of a step that threw: none where the call was over.</summary>
    private Outcome? Failed(StepNode node, string origin, Exception thrown, bool isTimedOut)
    {
        if (thrown is OperationCanceledException)
        {
            if (IsOver || Control.State == CallState.Ended) return null;
            if (isTimedOut) return TimedOut(node, origin);
        }

        Report(node, origin, StepFailureReason.Threw, thrown);
        return Outcome.Error;
    }

    private Outcome? TimedOut(StepNode node, string origin)
    {
        Fail(node, origin, StepFailureReason.Deadline, $"{node.Type.Name} took longer than {node.Deadline.TotalSeconds:0.###} s");
        return Outcome.Error;
    }

    private void Report(StepNode node, string origin, StepFailureReason reason, Exception thrown)
    {
        var (text, trace) = Flatten(thrown);
        Fail(node, origin, reason, text, trace);
    }

    private void Fail(StepNode node, string origin, StepFailureReason reason, string text, string? trace = null)
    {
        Trace.Explain(_entry, text);
        _services.Observer.OnStepFailed(new StepFailure(Control.Id, Control.Account, node, origin, reason, text, trace));
    }

    private static (string Text, string? Trace) Flatten(Exception thrown)
    {
        var name = thrown.GetType().Name;
        try
        {
            var text = $"{name}: {thrown.Message.ReplaceLineEndings(" ")}";
            var lines = thrown.StackTrace?.Split('\n', TraceLines + 1).Take(TraceLines).Select(line => line.Trim());
            return (text.Length <= LongestText ? text : text[..LongestText], lines is null ? null : string.Join('\n', lines));
        }
        catch (Exception)
        {
            // Its message is the plugin's own code, too.
            return (name, null);
        }
    }
}
