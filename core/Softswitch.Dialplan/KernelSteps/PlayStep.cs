using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>What <c>play</c> plays.</summary>
internal sealed record PlayOptions
{
    /// <summary>Prompt, or up to 20 that are played in a row.</summary>
    [Length(1, 20)]
    public ImmutableArray<Prompt> Prompt { get; init; } = [];

    /// <summary>Text that is spoken then.</summary>
    [StringLength(1000)]
    public string? Say { get; init; }

    /// <summary>Voice of a plugin, which speaks it.</summary>
    [RefersTo(Reference.Voice)]
    public string? Voice { get; init; }

    /// <summary>Language of the text, or whatever else the voice goes by; where nothing is said that of the call, else <c>en</c>.</summary>
    [StringLength(35)]
    public string? Language { get; init; }
}

/// <summary>Plays a prompt to its end: as early media where nobody has answered, which costs the caller nothing and which not every network passes on.</summary>
[Step("play", UsesMedia = true)]
internal sealed class PlayStep : CallStep<PlayOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, PlayOptions options, CancellationToken hangup)
    {
        var said = options.Say is null ? null : await Speaking.SpeakAsync(call, options.Say, options.Language, hangup);
        foreach (var prompt in options.Prompt) await call.PlayAsync(prompt, hangup);
        if (said is not null) await call.PlayAsync(said, hangup);
        return Outcome.Done;
    }
}
