using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Softswitch.Sdk;

namespace Softswitch.Golden;

/// <summary>How loudly.</summary>
public enum Volume
{
    /// <summary>Softly.</summary>
    Soft,

    /// <summary>Loudly.</summary>
    [OptionName("at-the-top-of-its-voice")]
    Loud,
}

/// <summary>From when to when.</summary>
/// <param name="From">The beginning.</param>
/// <param name="To">The end.</param>
public sealed record Window(TimeOnly From, TimeOnly To);

/// <summary>A text that reads itself.</summary>
/// <param name="Text">The text.</param>
[OptionText("[a-z]+")]
public readonly record struct Word(string Text)
{
    /// <summary>Reads it.</summary>
    public static Word Parse(string text) => new(text);
}

/// <summary>One option of each kind.</summary>
public sealed record WalkOptions : ICheckedOptions
{
    /// <summary>Text.</summary>
    [StringLength(10, MinimumLength = 1), RegularExpression("[a-z]+")]
    public required string Name { get; init; }

    /// <summary>Numbers.</summary>
    [Range(1, 9)]
    public int Count { get; init; } = 3;

    /// <summary>Money.</summary>
    public decimal Amount { get; init; } = 0.5m;

    /// <summary>A duration.</summary>
    [DurationRange("1s", "1m")]
    public TimeSpan For { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A day.</summary>
    public DateOnly? On { get; init; }

    /// <summary>A word.</summary>
    public Volume Volume { get; init; } = Volume.Loud;

    /// <summary>Whom to ring.</summary>
    public ImmutableArray<DialTarget> To { get; init; }

    /// <summary>What to play.</summary>
    public Prompt Prompt { get; init; } = "welcome";

    /// <summary>Records by name.</summary>
    [KeyPattern("[a-z]+")]
    public FrozenDictionary<string, Window>? Windows { get; init; }

    /// <summary>A zone.</summary>
    [RefersTo(Reference.TimeZone)]
    public string? Zone { get; init; }

    /// <summary>A file.</summary>
    public PlanFile? File { get; init; }

    /// <summary>A type of the plugin's own.</summary>
    public Word Word { get; init; }

    /// <inheritdoc/>
    public void Check()
    {
        if (Count > 8) throw new FormatException("eight at most");
    }
}

/// <summary>Does everything that a call can do.</summary>
[Step("walk", "answered", "no-answer", OutcomePattern = "[0-9]", EndsCall = ["no-answer"], UsesMedia = true, DeadlineSeconds = 60)]
public sealed class Walk(IKeyValueStore store, ILedger ledger, IDirectory directory, IPresence presence, ITemplates templates, ITimers timers, IPluginDatabase database, TimeProvider clock, Random random, ILogger<Walk> log)
    : CallStep<WalkOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, WalkOptions options, CancellationToken hangup)
    {
        call.Explain($"{call.Id} {call.Account} {call.Caller.Number} {call.Dialled} {call.State} {call.StartedAt} {call.Step.Handles("1")} {call.Headers["Subject"].Count} {call.Variables["name"]}");
        call.Variables.Set("name", options.Name);
        call.RunAlongside(async token => await timers.DelayAsync(options.For, token));
        call.OnEnded(async (summary, token) => await store.SetAsync("last", $"{summary.Caller.Number} {summary.Cause.Q850} {summary.Duration}", token));
        if (call.TryGet<IDisposable>(out var feature)) feature.Dispose();
        await call.RingAsync(hangup);
        await call.AnswerAsync(hangup);
        await call.PlayAsync(options.Prompt, hangup);
        var pressed = await call.PlayAndCollectAsync("enter", new CollectOptions { MinDigits = 1, MaxDigits = 4, FirstDigit = options.For, Terminators = "#" }, hangup);
        if (!pressed.IsComplete) pressed = await call.CollectAsync(CollectOptions.OneDigit, hangup);
        await call.SendDigitsAsync("1", hangup);
        await RememberAsync(pressed, hangup);
        if (!await ledger.ReserveAsync("call", options.Amount, TimeSpan.FromMinutes(1), hangup)) await call.RejectAsync(402, hangup);
        await ledger.ExtendAsync("call", 1, options.Amount, TimeSpan.FromMinutes(1), hangup);
        var result = await call.BridgeAsync(new BridgeRequest { Targets = options.To, Order = RingOrder.Sequence, RingFor = options.For, ShowCaller = new CallParty("100") }, hangup);
        await ledger.SettleAsync("call", options.Amount, "a call", hangup);
        if (result.Outcome == BridgeOutcome.Rejected) await call.HangupAsync(HangupCause.Busy, hangup);
        if (call.State == CallState.Incoming) await call.RedirectAsync([DialTarget.Extension("100")], hangup);
        return result.ToOutcome();
    }

    private async ValueTask RememberAsync(Collected pressed, CancellationToken hangup)
    {
        var known = directory.FindExtension(pressed.Digits) is { } extension && presence[extension.Number] == ExtensionState.Idle;
        var stored = await store.GetAsync(pressed.Digits, hangup);
        await store.TrySetAsync(pressed.Digits, templates.Render("{{known}}", new Dictionary<string, object?> { ["known"] = known }), stored?.Version ?? 0, hangup);
        foreach (var key in await store.KeysAsync("", null, hangup)) await store.RemoveAsync(key, hangup);
        await using var connection = await database.DataSource.OpenConnectionAsync(hangup);
        if (log.IsEnabled(LogLevel.Information)) log.LogInformation("{At} {Chance}", clock.GetUtcNow(), random.Next());
    }
}
