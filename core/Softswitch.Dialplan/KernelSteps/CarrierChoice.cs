using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Has a plugin say which carriers a number outside goes to, and tries them one after the other.</summary>
internal sealed class CarrierChoice(ICall call, IFlowPosition position, PointCode selection)
{
    private const int MostCarriers = 10;

    private readonly IDirectory _directory = PluginServices.Get<IDirectory>(selection.Services);

    /// <summary>Rings one after the other, those outside by way of their carriers, until somebody answers.</summary>
    public async ValueTask<BridgeResult> RingAsync(BridgeRequest request, Action answered, CancellationToken hangup)
    {
        BridgeResult? missed = null;
        foreach (var target in request.Targets)
        {
            var one = request with { Targets = [target] };
            var result = target.Kind == DialTargetKind.Number && _directory.FindExtension(target.Value) is null ? await RingOutsideAsync(one, target, answered, hangup) : await position.TalkAsync(one, answered, hangup);
            if (result.Outcome == BridgeOutcome.Answered) return result;
            missed = missed?.OrBetter(result) ?? result;
        }

        return missed!;
    }

    /// <summary>Whether the carrier, and not whoever was called, is why it came to nothing: another one may do better.</summary>
    private static bool IsOfCarrier(BridgeResult result) =>
        result.Outcome is BridgeOutcome.Unreachable or BridgeOutcome.Failed && result.Status is (>= 500 and < 600) or 408 or FinalStatus.FlowFailed;

    private async ValueTask<BridgeResult> RingOutsideAsync(BridgeRequest request, DialTarget number, Action answered, CancellationToken hangup)
    {
        // What is locked is the number, whatever a carrier's address makes of it.
        if (position.Blocks(number)) return new BridgeResult(BridgeOutcome.Rejected, 403);
        var carriers = await ((ICarrierSelection)selection.Create()).SelectAsync(new CarrierQuery(call.Account, number.Value, call.Caller), hangup);
        if (carriers.Count == 0)
        {
            call.Explain($"no carrier takes {number}");
            return new BridgeResult(BridgeOutcome.Unreachable, 404);
        }

        BridgeResult? result = null;
        foreach (var carrier in carriers.Take(MostCarriers))
        {
            result = await position.TalkAsync(request with { Targets = [carrier.Target] }, answered, hangup);
            call.Explain(result.Outcome == BridgeOutcome.Answered ? $"by {carrier.Name}" : $"{carrier.Name}: {result.Status}");
            if (!IsOfCarrier(result)) break;
        }

        return result!;
    }
}
