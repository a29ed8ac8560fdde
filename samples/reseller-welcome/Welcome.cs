using System.Globalization;
using Softswitch.Sdk;

namespace North.Welcome;

/// <summary>What callers hear first.</summary>
public sealed record WelcomeOptions
{
    /// <summary>The tenant's own greeting.</summary>
    public required Prompt Greeting { get; init; }

    /// <summary>The reseller's jingle.</summary>
    public Prompt Jingle { get; init; } = "north-jingle";

    /// <summary>How long a caller who has heard the jingle is spared it.</summary>
    [DurationRange("1m", "24h")]
    public TimeSpan SpareFor { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>Plays the jingle to those who have not heard it for a while, and the greeting to all.</summary>
[Step("welcome", "new", "known", UsesMedia = true)]
public sealed class Welcome(IKeyValueStore store) : CallStep<WelcomeOptions>
{
    internal const string Heard = "heard/";

    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(ICall call, WelcomeOptions options, CancellationToken hangup)
    {
        await call.AnswerAsync(hangup);
        var now = call.Clock.GetUtcNow();
        var key = call.Caller.IsAnonymous ? null : Heard + call.Caller.Number;
        var isKnown = key is not null && await store.GetAsync(key, hangup) is { } last && now - DateTimeOffset.Parse(last.Value, CultureInfo.InvariantCulture) < options.SpareFor;
        call.Explain(isKnown ? "The caller has heard the jingle." : "The caller has not heard the jingle for a while.");
        if (!isKnown)
        {
            await call.PlayAsync(options.Jingle, hangup);
            if (key is not null) await store.SetAsync(key, now.ToString("O", CultureInfo.InvariantCulture), hangup);
        }

        await call.PlayAsync(options.Greeting, hangup);
        return isKnown ? "known" : "new";
    }
}

/// <summary>Forgets callers who would hear the jingle again anyway, so that the store does not fill up.</summary>
public sealed class Forget(IKeyValueStore store, ITimers timers, TimeProvider clock) : IBackgroundTask
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public async ValueTask RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            string? after = null;
            while (await store.KeysAsync(Welcome.Heard, after, stopping) is { Count: > 0 } keys)
            {
                foreach (var key in keys)
                {
                    if (await store.GetAsync(key, stopping) is not { } heard) continue;
                    if (clock.GetUtcNow() - DateTimeOffset.Parse(heard.Value, CultureInfo.InvariantCulture) >= Longest) await store.RemoveAsync(key, stopping);
                }

                after = keys[^1];
            }

            await timers.DelayAsync(TimeSpan.FromHours(1), stopping);
        }
    }
}
