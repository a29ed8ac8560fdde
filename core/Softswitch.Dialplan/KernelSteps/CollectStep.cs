using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>What <c>collect</c> asks for.</summary>
internal sealed record CollectStepOptions
{
    /// <summary>Variable that the digits go to.</summary>
    [RefersTo(Reference.Variable)]
    public required string Into { get; init; }

    /// <summary>Prompt that is played first, or up to 20 in a row; the first digit silences them.</summary>
    [Length(1, 20)]
    public ImmutableArray<Prompt> Prompt { get; init; } = [];

    /// <summary>Text that is spoken then; the first digit silences it.</summary>
    [StringLength(1000)]
    public string? Say { get; init; }

    /// <summary>Voice of a plugin, which speaks it.</summary>
    [RefersTo(Reference.Voice)]
    public string? Voice { get; init; }

    /// <summary>Language of the text, or whatever else the voice goes by; where nothing is said that of the call, else <c>en</c>.</summary>
    [StringLength(35)]
    public string? Language { get; init; }

    /// <summary>Fewer digits are too few.</summary>
    [Range(1, 64)]
    public int MinDigits { get; init; } = 1;

    /// <summary>With so many it is done.</summary>
    [Range(1, 64)]
    public int MaxDigits { get; init; } = 1;

    /// <summary>Longest wait for the first digit, from the end of the prompt.</summary>
    [DurationRange("100ms", "5m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for each further digit.</summary>
    [DurationRange("100ms", "1m")]
    public TimeSpan BetweenDigits { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Digits that end it at once and do not count: # where nothing is said; none for a single digit.</summary>
    [RegularExpression("[0-9*#A-D]{1,16}")]
    public string? Terminators { get; init; }
}

/// <summary>Collects digits into a variable. Answers the call if nobody has.</summary>
[Step("collect", "collected", "timeout", "too-few", UsesMedia = true)]
internal sealed class CollectStep : CallStep<CollectStepOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, CollectStepOptions options, CancellationToken hangup)
    {
        var how = new CollectOptions
        {
            // A variable may have made the bounds cross each other.
            MinDigits = Math.Min(options.MinDigits, options.MaxDigits),
            MaxDigits = options.MaxDigits,
            FirstDigit = options.Timeout,
            BetweenDigits = options.BetweenDigits,
            Terminators = options.Terminators ?? (options.MaxDigits == 1 ? "" : "#"),
        };
        var prompts = options.Say is null ? options.Prompt : options.Prompt.Add(await Speaking.SpeakAsync(call, options.Say, options.Language, hangup));
        var collected = prompts.Length > 0 ? await call.PlayAndCollectAsync(Joined(prompts), how, hangup) : await call.CollectAsync(how, hangup);
        call.Variables.Set(options.Into, collected.Digits);
        return collected.End switch
        {
            CollectEnd.Timeout => "timeout",
            CollectEnd.TooFew => "too-few",
            _ => "collected",
        };
    }

    private static Prompt Joined(ImmutableArray<Prompt> prompts) => prompts is [var one] ? one : Prompt.Of(prompts.SelectMany(prompt => prompt.Names));
}
