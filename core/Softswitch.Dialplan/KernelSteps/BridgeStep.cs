using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Whom <c>bridge</c> rings, and how.</summary>
internal sealed record BridgeOptions
{
    private BridgeRequest? _request;

    /// <summary>Whom to ring, 1 to 50: ext:100, a telephone number, or sip:USER@HOST.</summary>
    [Length(1, 50)]
    public required ImmutableArray<DialTarget> To { get; init; }

    /// <summary>All at once, or one after the other; all where nothing is said, one after the other where a strategy says in which order.</summary>
    public RingOrder? Order { get; init; }

    /// <summary>Strategy of a plugin, which says in which order they are rung; those without a phone, and those it leaves out, are not.</summary>
    [RefersTo(Reference.Distribution)]
    public string? Strategy { get; init; }

    /// <summary>Selection of carriers of a plugin, which says by whom numbers are reached that are no extensions of the account; who is to be rung is then rung one after the other.</summary>
    [RefersTo(Reference.Carriers)]
    public string? Carriers { get; init; }

    /// <summary>Tariff of a plugin, which says what it costs: the money is reserved before anybody is rung, and the conversation ends with it.</summary>
    [RefersTo(Reference.Charging)]
    public string? Charge { get; init; }

    /// <summary>How long it rings, each for itself where one is rung after the other; the account's own time where nothing is said.</summary>
    [DurationRange("1s", "3m")]
    public TimeSpan? RingFor { get; init; }

    /// <summary>Number that the called are shown instead of the caller's.</summary>
    [StringLength(64)]
    public string? ShowNumber { get; init; }

    /// <summary>Name that the called are shown instead of the caller's.</summary>
    [StringLength(128)]
    public string? ShowName { get; init; }

    /// <summary>Directory source of a plugin, whose name for the caller the called are shown where the call brings none.</summary>
    [RefersTo(Reference.Directory)]
    public string? Names { get; init; }

    /// <summary>The request where no other caller is shown.</summary>
    internal BridgeRequest Plain => _request ??= Request(null);

    /// <summary>Whether the code of a plugin takes part.</summary>
    internal bool IsPlain => Strategy is null && Carriers is null && Charge is null && Names is null;

    /// <summary>The request, the same for each call unless it shows another caller.</summary>
    /// <param name="call">The call.</param>
    /// <param name="found">The name that was found for the caller, or null.</param>
    internal BridgeRequest RequestFor(ICall call, string? found = null)
    {
        var name = ShowName ?? found;
        if (ShowNumber is null && name is null) return Plain;
        // Whoever calls is still that extension where nothing but their name was found.
        if (ShowNumber is null && ShowName is null) return Request(call.Caller with { Name = name });
        return Request(new CallParty(ShowNumber ?? call.Caller.Number, name ?? (ShowNumber is null ? call.Caller.Name : null)));
    }

    private BridgeRequest Request(CallParty? shown) => new() { Targets = To, Order = Order ?? (Strategy is null ? RingOrder.All : RingOrder.Sequence), RingFor = RingFor ?? TimeSpan.Zero, ShowCaller = shown };
}

/// <summary>Rings somebody and connects the caller with who answers first; over when the conversation is.</summary>
[Step(
    "bridge",
    "answered", "busy", "no-answer", "unreachable", "rejected", "failed", "no-credit",
    OutcomePattern = "sip:[3-6][0-9][0-9]",
    EndsCall = ["answered", "busy", "no-answer", "unreachable", "rejected", "failed", "no-credit"])]
internal sealed class BridgeStep : CallStep<BridgeOptions>
{
    private const string Failed = "failed";
    private const string NoCredit = "no-credit";

    // RFC 3261 §21.4.3: Payment Required, which is what a caller is told who has none.
    private static readonly BridgeResult NoMoney = new(BridgeOutcome.Rejected, 402);

    /// <summary>Rings, and tells when somebody has answered.</summary>
    private delegate ValueTask<BridgeResult> Ringing(BridgeRequest request, Action answered, CancellationToken hangup);

    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, BridgeOptions options, CancellationToken hangup)
    {
        var found = options is { Names: { } source, ShowName: null } ? await CallerName.FindAsync(call, source, hangup) : null;
        var request = options.RequestFor(call, found);
        var result = options.IsPlain ? await call.BridgeAsync(request, hangup) : await RingAsync(call, (IFlowPosition)call, request, hangup);
        (call as IFlowPosition)?.Note(result);
        return Choose(call.Step, result);
    }

    private static async ValueTask<BridgeResult> RingAsync(ICall call, IFlowPosition position, BridgeRequest request, CancellationToken hangup)
    {
        BridgeResult? result = null;
        if (position.Point(Reference.Distribution) is { } strategy)
        {
            var group = new GroupOrder(call, strategy);
            request = request with { Targets = await group.ChooseAsync(request.Targets, hangup) };
            call.OnEnded((_, token) => group.NoteAsync(result, token));
            if (request.Targets.IsEmpty) return new BridgeResult(BridgeOutcome.Unreachable, 480);
        }

        Ringing ring = position.Point(Reference.Carriers) is { } carriers ? new CarrierChoice(call, position, carriers).RingAsync : position.TalkAsync;
        result = position.Point(Reference.Charging) is { } charging ? await PayAsync(call, position, charging, request, ring, hangup) : await ring(request, static () => { }, hangup);
        return result;
    }

    private static async ValueTask<BridgeResult> PayAsync(ICall call, IFlowPosition position, PointCode charging, BridgeRequest request, Ringing ring, CancellationToken hangup)
    {
        var tariff = await ((ICharging)charging.Create()).RateAsync(new ChargeQuery(call.Account, call.Caller, request.Targets), hangup);
        if (tariff is null)
        {
            call.Explain("the tariff has no price for it");
            return new BridgeResult(BridgeOutcome.Rejected, 403);
        }

        if (tariff.Price == 0) return await ring(request, static () => { }, hangup);
        call.Explain(string.Create(CultureInfo.InvariantCulture, $"{tariff.Price} for each {tariff.Interval.TotalSeconds:0.###} s begun"));
        var charge = new Charge(PluginServices.Get<ILedger>(charging.Services), tariff, $"call:{call.Id}:{position.Entry}");
        if (!await charge.TryReserveAsync(hangup)) return NoMoney;
        return await new PaidConversation(call, charge).RunAsync((answered, token) => ring(request, answered, token), hangup) ?? NoMoney;
    }

    /// <summary>The most telling of the names that the plan has for it: <c>sip:486</c>, then <c>busy</c>, then <c>failed</c>.</summary>
    internal static Outcome Choose(StepInfo step, BridgeResult result)
    {
        if (ReferenceEquals(result, NoMoney)) return NoCredit;
        var outcome = result.ToOutcome();
        if (result.Outcome == BridgeOutcome.Answered || step.Handled.Count == 0) return outcome;
        foreach (var handled in step.Handled)
        {
            if (handled.StartsWith("sip:", StringComparison.Ordinal) && int.TryParse(handled.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status == result.Status)
                return handled;
        }

        return !step.Handles(outcome) && step.Handles(Failed) ? Failed : outcome;
    }
}
