using Softswitch.Sdk;

namespace Softswitch.Forwarding;

/// <summary>Takes forwarding of the extension that calls away: bind it to a code.</summary>
[Step("clear", "done", "not-allowed")]
public sealed class ClearStep(IKeyValueStore store) : CallStep<ClearOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, ClearOptions options, CancellationToken hangup)
    {
        if (call.Caller.Extension is not { } extension) return "not-allowed";
        if (!await ForwardRules.ChangeAsync(store, extension, options.When, target: null, hangup)) return Outcome.Error;
        call.Explain($"extension {extension} no longer forwards");
        return Outcome.Done;
    }
}

/// <summary>Which forwarding is taken away.</summary>
public sealed record ClearOptions
{
    /// <summary>When it held.</summary>
    public required ForwardCondition When { get; init; }
}
