using System.Collections.Immutable;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Has a strategy of a plugin say in which order the members of a group are rung.</summary>
internal sealed class GroupOrder
{
    private readonly ICall _call;
    private readonly PointCode _strategy;
    private readonly GroupHistory _history;

    /// <summary>The order for one call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="strategy">The strategy that the step names.</param>
    public GroupOrder(ICall call, PointCode strategy)
    {
        _call = call;
        _strategy = strategy;
        _history = new GroupHistory(PluginServices.Get<IKeyValueStore>(strategy.Services), call.Step.Flow);
    }

    /// <summary>Those who are to be rung; those without a phone, or who do not want to be disturbed, are not even asked about, and the strategy may leave out others.</summary>
    public async ValueTask<ImmutableArray<DialTarget>> ChooseAsync(ImmutableArray<DialTarget> targets, CancellationToken hangup)
    {
        var presence = PluginServices.Get<IPresence>(_strategy.Services);
        var present = targets.Where(target => target.Kind != DialTargetKind.Extension || MayBeRung(presence, target.Value)).ToList();
        var history = await HistoryAsync(hangup);
        var now = _call.Clock.GetUtcNow();
        var members = present.ConvertAll(target =>
        {
            var known = history.GetValueOrDefault(target.ToString());
            return new GroupMember(target.Value, 1, known?.LastEnded, known?.TakenOn(now) ?? 0);
        });
        var order = ((ICallDistribution)_strategy.Create()).Order(members, PluginServices.Get<Random>(_strategy.Services));
        // Whom the strategy makes up is not rung, and nobody twice.
        ImmutableArray<DialTarget> chosen = [.. order.Select(member => present.Find(target => target.Value == member.Extension)).OfType<DialTarget>().Distinct()];
        _call.Explain(chosen.IsEmpty ? "nobody is to be rung" : "the order is " + string.Join(", ", chosen));
        return chosen;
    }

    /// <summary>Notes who has taken the call, once it is over.</summary>
    public ValueTask NoteAsync(BridgeResult? result, CancellationToken cancellation)
    {
        if (result is not { Outcome: BridgeOutcome.Answered, AnsweredBy: { } member }) return default;
        return _history.NoteAsync(member.Extension is { } extension ? "ext:" + extension : member.Number, _call.Clock.GetUtcNow(), cancellation);
    }

    private static bool MayBeRung(IPresence presence, string extension) => presence.IsOnline(extension) && presence[extension] != ExtensionState.DoNotDisturb;

    private async ValueTask<IReadOnlyDictionary<string, MemberHistory>> HistoryAsync(CancellationToken hangup)
    {
        try
        {
            return await _history.ReadAsync(hangup);
        }
        catch (StoreUnavailableException)
        {
            // Without the database everybody is as if the day had just begun.
            _call.Explain("what the members have done is not known: the database does not answer");
            return ImmutableDictionary<string, MemberHistory>.Empty;
        }
    }
}
