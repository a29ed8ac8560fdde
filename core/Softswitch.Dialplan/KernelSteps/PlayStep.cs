using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>What <c>play</c> plays.</summary>
internal sealed record PlayOptions
{
    /// <summary>Prompt, or up to 20 that are played in a row.</summary>
    [Length(1, 20)]
    public required ImmutableArray<Prompt> Prompt { get; init; }
}

/// <summary>Plays a prompt to its end: as early media where nobody has answered, which costs the caller nothing and which not every network passes on.</summary>
[Step("play", UsesMedia = true)]
internal sealed class PlayStep : CallStep<PlayOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, PlayOptions options, CancellationToken hangup)
    {
        foreach (var prompt in options.Prompt) await call.PlayAsync(prompt, hangup);
        return Outcome.Done;
    }
}
