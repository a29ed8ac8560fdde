using Softswitch.Sdk;

namespace Sample.VipGate;

/// <summary>Tells callers that the account has marked as important from all others.</summary>
[Step("vip-gate", "vip", "regular")]
public sealed class VipGate(IKeyValueStore store) : CallStep<EmptyOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup)
    {
        if (call.Caller.IsAnonymous) return "regular";
        return await store.GetAsync("vip/" + call.Caller.Number, hangup) is null ? "regular" : "vip";
    }
}

/// <summary>How a caller is marked.</summary>
public sealed record MarkOptions
{
    /// <summary>Number of the caller.</summary>
    public required string Number { get; init; }
}

/// <summary>Marks a caller as important.</summary>
[Step("mark")]
public sealed class Mark(IKeyValueStore store) : CallStep<MarkOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, MarkOptions options, CancellationToken hangup)
    {
        await store.SetAsync("vip/" + options.Number, "", hangup);
        return Outcome.Done;
    }
}
