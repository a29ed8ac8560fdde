using Softswitch.Dialplan.Plans;
using Softswitch.Kernel.Accounts;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Kernel.Routing;

/// <summary>Makes what calls run of the <c>bridge</c> steps of a plan.</summary>
internal static class PlannedBridge
{
    /// <summary>The step, or null where it is another one or has variables in it.</summary>
    public static BridgeStep? Of(Account account, StepNode node)
    {
        if (node.Type.Name != "bridge" || node.Variables.Count > 0) return null;
        return new BridgeStep
        {
            Targets = [.. node.Options.Texts("to").Select(text => TargetOf(account, text)).OfType<DialTarget>()],
            RingFor = node.Options.Has("ring-for") ? OptionParser.Duration(node.Options.Text("ring-for")) : account.RingFor,
            Next = outcome => node.After(NameOf(outcome)) is { To: { } next } ? Of(account, next) : null,
        };
    }

    private static DialTarget? TargetOf(Account account, string text)
    {
        var target = Sdk.DialTarget.Parse(text);
        if (target.Kind == Sdk.DialTargetKind.Uri) return new UriTarget(target.Value);
        return account.Extensions.TryGetValue(target.Value, out var extension) ? new ExtensionTarget(extension) : null;
    }

    private static string NameOf(DialOutcome outcome) => outcome switch
    {
        DialOutcome.Answered => "answered",
        DialOutcome.Busy => "busy",
        DialOutcome.NoAnswer => "no-answer",
        DialOutcome.Unreachable => "unreachable",
        DialOutcome.Rejected => "rejected",
        _ => "failed",
    };
}
