using Softswitch.Sdk;

namespace Softswitch.Forwarding;

/// <summary>Calls an extension as it wishes to be called: its phones, or where it has its calls forwarded. A target that is an extension is called as that one wishes.</summary>
[Step("reach", "answered", "busy", "no-answer", "unreachable", "rejected", "failed", "voicemail", "group", EndsCall = ["answered", "busy", "no-answer", "unreachable", "rejected", "failed"])]
public sealed class ReachStep(IKeyValueStore store) : CallStep<ReachOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, ReachOptions options, CancellationToken hangup)
    {
        var extension = options.Extension;
        var visited = new HashSet<string>(StringComparer.Ordinal);
        while (visited.Add(extension) && visited.Count <= options.Hops + 1)
        {
            var (target, tried) = await CallAsync(call, extension, options.RingFor, hangup);
            if (target is null) return tried!.ToOutcome();
            call.Explain($"extension {extension} forwards {(tried is null ? "always" : "when " + tried.ToOutcome())} to {target}");
            switch (target.Kind)
            {
                case ForwardKind.Busy:
                    return "busy";
                case ForwardKind.Number:
                    return (await BridgeAsync(call, DialTarget.Parse(target.Value), options.RingFor, hangup)).ToOutcome();
                case ForwardKind.Box:
                    if (options.BoxInto is { } box) call.Variables.Set(box, target.Value);
                    return "voicemail";
                case ForwardKind.Group:
                    if (options.GroupInto is { } group) call.Variables.Set(group, target.Value);
                    return "group";
            }

            extension = target.Value;
        }

        call.Explain($"the forwarding goes round in a circle, or over more than {options.Hops} extensions");
        return "failed";
    }

    /// <summary>Where the extension wants the call to go instead, and what was tried before; no target where the attempt stands.</summary>
    private async ValueTask<(ForwardTarget? Target, BridgeResult? Tried)> CallAsync(ICall call, string extension, TimeSpan ringFor, CancellationToken hangup)
    {
        var rules = await ForwardRules.LoadAsync(store, extension, hangup);
        if (rules[ForwardCondition.Always] is { } always) return (always, null);
        var result = await BridgeAsync(call, DialTarget.Extension(extension), ringFor, hangup);
        return (result.Outcome switch
        {
            BridgeOutcome.Busy => rules[ForwardCondition.Busy],
            BridgeOutcome.NoAnswer => rules[ForwardCondition.NoAnswer],
            BridgeOutcome.Unreachable => rules[ForwardCondition.NotOnLine],
            _ => null,
        }, result);
    }

    private static ValueTask<BridgeResult> BridgeAsync(ICall call, DialTarget target, TimeSpan ringFor, CancellationToken hangup) =>
        call.BridgeAsync(new BridgeRequest { Targets = [target], RingFor = ringFor }, hangup);
}
