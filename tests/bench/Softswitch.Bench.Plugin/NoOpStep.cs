using Softswitch.Sdk;

namespace Softswitch.Bench.Plugin;

/// <summary>Does nothing.</summary>
[Step("no-op")]
public sealed class NoOpStep : CallStep<EmptyOptions>
{
    /// <inheritdoc/>
    public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => ValueTask.FromResult(Outcome.Done);
}
