using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>Sends a call one way while it is open, and other ways when it is closed or a holiday. What a phone has set by <c>time-of-day.override</c> comes first.</summary>
[Step("time-of-day", "open", "closed", "holiday")]
public sealed class TimeOfDayStep(IKeyValueStore store) : CallStep<TimeOfDayOptions>
{
    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, TimeOfDayOptions options, CancellationToken hangup)
    {
        var now = call.Clock.GetUtcNow();
        var verdict = options.Override is { } name ? await Overrides.FindAsync(store, name, now, hangup) : null;
        verdict ??= options.Schedule.At(TimeZoneInfo.ConvertTime(now, options.TimeZone).DateTime);
        call.Explain(verdict.Reason);
        return verdict.Outcome;
    }
}
