using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <content>What the kernel's own steps ask of the flow beside the call: what plugins offer that their options name, what must not be rung, what was spoken.</content>
public sealed partial class FlowRunner
{
    private volatile bool _isAsking;

    /// <summary>The step that runs, by its place in the trace.</summary>
    internal int Entry => _entry;

    /// <summary>Keeps what is spoken.</summary>
    internal ISpeechShelf Speech => _services.Speech;

    /// <summary>Whether there are numbers that must not be rung.</summary>
    internal bool MayBeBlocked => !_plan.Blocked.IsEmpty;

    /// <summary>Whether a target must not be rung.</summary>
    internal bool Blocks(DialTarget target) => _plan.Blocks(target);

    /// <summary>Asks a directory source for whoever has a number.</summary>
    internal async ValueTask<DirectoryAnswer> AskAsync(string source, string number, CancellationToken hangup)
    {
        _isAsking = true;
        try
        {
            return await Control.Asking(_services.Directories).AskAsync(Control.Account, source, number, hangup);
        }
        finally
        {
            _isAsking = false;
        }
    }

    /// <summary>What a step's options name of a kind, or null.</summary>
    internal PointCode? Point(StepNode node, Reference kind)
    {
        foreach (var point in node.Points)
        {
            if (point.Kind == kind) return PluginSession.Resolve(point);
        }

        return null;
    }

    private string OriginOf(StepNode node, StepCode code) => $"{code.Origin} with {string.Join(" and ", node.Partners.Select(point => PluginSession.Resolve(point).Origin).Distinct())}";
}
