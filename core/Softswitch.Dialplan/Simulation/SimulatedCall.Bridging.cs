using System.Globalization;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <content>Ringing others.</content>
internal sealed partial class SimulatedCall
{
    // Temporarily Unavailable: nobody is there.
    private const int Away = 480;

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

        var rang = coming.Exists(one => Rings(one.Callee));
        if (rang) await RingAsync(cancellation);
        var (status, now, isOut) = (0, TimeSpan.Zero, false);
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

            isOut |= at >= ringFor;
            Note(SimulatedEventKind.NotReached, target.ToString(), at < ringFor ? StatusOf(callee).ToString(CultureInfo.InvariantCulture) : "no answer");
            // Who has no phone is not rung, and has refused nothing.
            if (at < ringFor && callee.Behaviour != CalleeBehaviour.Unregistered) status = FinalStatus.Better(status, StatusOf(callee));
            // RFC 3261 §16.7: a 6xx speaks for the user, wherever they are; the others need not ring on.
            if (status >= 600) break;
        }

        if (isOut) status = FinalStatus.RungOut(status, rang);
        else if (status == 0) status = Away;
        return new BridgeResult(FinalStatus.OutcomeOf(status, rang), status);
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

    /// <summary>Whether a phone says that it rings before it says anything else.</summary>
    private static bool Rings(CalleeScript callee) => callee.Behaviour switch
    {
        CalleeBehaviour.Answers or CalleeBehaviour.NoAnswer => true,
        CalleeBehaviour.Unregistered => false,
        _ => callee.After > TimeSpan.Zero,
    };

    private static int StatusOf(CalleeScript callee) => callee.Behaviour switch
    {
        CalleeBehaviour.Busy => 486,
        CalleeBehaviour.Unregistered => Away,
        _ => callee.Status,
    };

    private static CallParty PartyOf(DialTarget target) => target.Kind == DialTargetKind.Extension ? new CallParty(target.Value, null, target.Value) : new CallParty(target.Value);

    /// <summary>A number that is an extension of the account rings it, as in a live call.</summary>
    private DialTarget Reached(DialTarget target) => target.Kind == DialTargetKind.Number && _account.Directory.FindExtension(target.Value) is not null ? DialTarget.Extension(target.Value) : target;
}
