using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>Sets or takes away an override of <c>time-of-day</c>, from a phone: bind it to a code.</summary>
[Step("override")]
public sealed class OverrideStep(IKeyValueStore store) : CallStep<OverrideOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, OverrideOptions options, CancellationToken hangup)
    {
        DateTimeOffset? until = options.For > TimeSpan.Zero ? call.Clock.GetUtcNow() + options.For : null;
        await Overrides.SetAsync(store, options.Name, StateOf(options.To), until, hangup);
        call.Explain(options.To == OverrideState.Automatic ? $"override '{options.Name}' is taken away" : $"override '{options.Name}' is set to {StateOf(options.To)}");
        return Outcome.Done;
    }

    private static string? StateOf(OverrideState state) => state switch
    {
        OverrideState.Open => "open",
        OverrideState.Closed => "closed",
        OverrideState.Holiday => "holiday",
        _ => null,
    };
}
