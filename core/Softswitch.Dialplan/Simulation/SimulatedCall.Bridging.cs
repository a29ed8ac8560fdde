using System.Globalization;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <content>Ringing others.</content>
internal sealed partial class SimulatedCall
{
    private static readonly TimeSpan UsualRinging = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UsualTalk = TimeSpan.FromMinutes(1);

    private readonly List<string> _shown = [];

    /// <summary>What those who were rung saw of the caller.</summary>
    public IReadOnlyList<string> Shown => _shown;

    /// <inheritdoc/>
    public async ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation)
    {
        ThrowIfOver();
        Show(request.ShowCaller ?? Caller);
        var ringFor = request.RingFor == TimeSpan.Zero ? _ringFor : request.RingFor;
        BridgeResult? result = null;
        if (request.Order == RingOrder.All)
        {
            result = await RingAsync(request.Targets, ringFor, cancellation);
        }
        else
        {
            foreach (var target in request.Targets)
            {
                var one = await RingAsync([target], ringFor, cancellation);
                result = result?.OrBetter(one) ?? one;
                if (one.Outcome == BridgeOutcome.Answered) break;
            }
        }

        if (result!.Outcome != BridgeOutcome.Answered) return result;
        BecomeAnswered();
        answered?.Invoke();
        return await TalkAsync(result, cancellation);
    }

    private void Show(CallParty caller)
    {
        var shown = string.IsNullOrEmpty(caller.Name) ? caller.Number : caller.Name;
        if (!_shown.Contains(shown)) _shown.Add(shown);
    }

    /// <summary>Rings several at once until one answers, all have refused, or the time is up.</summary>
    private async ValueTask<BridgeResult> RingAsync(IReadOnlyList<DialTarget> targets, TimeSpan ringFor, CancellationToken cancellation)
    {
        // Who does what, by the time they do it; at the same time in the order of the plan.
        var coming = targets.Select(Reached).Select((target, order) => (Target: target, Callee: Script.CalleeOf(target), Order: order))
            .Select(one => (one.Target, one.Callee, one.Order, At: TimeUntil(one.Callee)))
            .OrderBy(one => one.At).ThenBy(one => one.Order).ToList();
        foreach (var (target, callee, _, _) in coming.OrderBy(one => one.Order))
        {
            if (callee.Behaviour != CalleeBehaviour.Unregistered) Note(SimulatedEventKind.Rang, target.ToString());
        }

        if (coming.Exists(one => one.Callee.Behaviour != CalleeBehaviour.Unregistered)) await RingAsync(cancellation);
        BridgeResult? result = null;
        var now = TimeSpan.Zero;
        foreach (var (target, callee, _, at) in coming)
        {
            var until = at < ringFor ? at : ringFor;
            if (until > now) await WaitAsync(until - now, cancellation);
            now = until;
            if (at < ringFor && callee.Behaviour == CalleeBehaviour.Answers)
            {
                Note(SimulatedEventKind.Answered, target.ToString());
                return new BridgeResult(BridgeOutcome.Answered, 200, PartyOf(target));
            }

            var one = at < ringFor ? Refusal(callee) : new BridgeResult(BridgeOutcome.NoAnswer, 480);
            Note(SimulatedEventKind.NotReached, target.ToString(), one.Outcome == BridgeOutcome.NoAnswer ? "no answer" : one.Status.ToString(CultureInfo.InvariantCulture));
            result = result?.OrBetter(one) ?? one;
        }

        return result!;
    }

    private async ValueTask<BridgeResult> TalkAsync(BridgeResult answered, CancellationToken cancellation)
    {
        AnsweredBy = answered.AnsweredBy;
        var target = Script.CalleeOf(answered.AnsweredBy!.Extension is { } extension ? DialTarget.Extension(extension) : DialTarget.Parse(answered.AnsweredBy.Number));
        var began = _world.Clock.Elapsed;
        try
        {
            await WaitAsync(target.TalksFor ?? (Script.HangsUpAfter is null ? UsualTalk : TimeSpan.FromDays(1)), cancellation);
        }
        catch (CallEndedException)
        {
            // The caller hung up, as most conversations end: the state says so.
        }

        var talked = _world.Clock.Elapsed - began;
        Note(SimulatedEventKind.Talked, $"{talked.TotalSeconds:0.###}s");
        return answered with { TalkTime = talked };
    }

    private static TimeSpan TimeUntil(CalleeScript callee) => callee.Behaviour switch
    {
        CalleeBehaviour.NoAnswer => TimeSpan.MaxValue,
        CalleeBehaviour.Answers => callee.After ?? UsualRinging,
        _ => callee.After ?? TimeSpan.Zero,
    };

    private static BridgeResult Refusal(CalleeScript callee) => callee.Behaviour switch
    {
        CalleeBehaviour.Busy => new BridgeResult(BridgeOutcome.Busy, 486),
        CalleeBehaviour.Unregistered => new BridgeResult(BridgeOutcome.Unreachable, 480),
        _ => new BridgeResult(OutcomeOf(callee.Status), callee.Status),
    };

    private static BridgeOutcome OutcomeOf(int status) => status switch
    {
        486 or 600 => BridgeOutcome.Busy,
        408 or 480 or 487 => BridgeOutcome.NoAnswer,
        404 or 410 or 430 or 484 or 502 or 503 or 504 or 604 => BridgeOutcome.Unreachable,
        >= 500 and < 600 => BridgeOutcome.Failed,
        _ => BridgeOutcome.Rejected,
    };

    private static CallParty PartyOf(DialTarget target) => target.Kind == DialTargetKind.Extension ? new CallParty(target.Value, null, target.Value) : new CallParty(target.Value);

    /// <summary>A number that is an extension of the account rings it, as in a live call.</summary>
    private DialTarget Reached(DialTarget target) => target.Kind == DialTargetKind.Number && _account.Directory.FindExtension(target.Value) is not null ? DialTarget.Extension(target.Value) : target;
}
