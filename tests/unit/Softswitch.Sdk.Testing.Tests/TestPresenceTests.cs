namespace Softswitch.Sdk.Testing.Tests;

public sealed class TestPresenceTests
{
    private readonly TestPresence _presence = new TestPresence("acme").At(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void What_a_source_says_is_kept_with_its_time()
    {
        _presence.Watch<Meetings>(TimeSpan.FromMinutes(45));
        Assert.Equal(["03-01 08:30:00 100 Busy until 03-01 09:00:00 (Meeting)"], _presence.Transcript);
        Assert.Equal(new ReportedState(ExtensionState.Busy, "Meeting", new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero)), _presence["100"]);

        _presence.Watch<Meetings>(TimeSpan.FromMinutes(20));
        Assert.Null(_presence["100"]);
    }

    [Fact]
    public void A_source_that_fails_says_what_is_none_or_does_not_end_does_not_stand_it()
    {
        Assert.Contains("InvalidOperationException: the calendar is away", Failure<Broken>(), StringComparison.Ordinal);
        Assert.Contains("Idle is for the switch to say", Failure<Wrong>(), StringComparison.Ordinal);
        Assert.Contains("goes on for 5 s after it was told to end", Failure<Deaf>(), StringComparison.Ordinal);
    }

    private string Failure<TSource>()
        where TSource : class, IPresenceSource => Assert.Throws<TestFailedException>(() => _presence.Watch<TSource>(TimeSpan.FromMinutes(1))).Message;
}

/// <summary>There is a meeting half an hour after it begins.</summary>
internal sealed class Meetings(ITimers timers) : IPresenceSource
{
    public async ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping)
    {
        await timers.DelayAsync(TimeSpan.FromMinutes(30), stopping);
        report.Set("100", ExtensionState.Busy, "Meeting", timers.Clock.GetUtcNow().AddMinutes(30));
        await timers.DelayAsync(TimeSpan.FromHours(1), stopping);
    }
}

internal sealed class Broken : IPresenceSource
{
    public ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping) => throw new InvalidOperationException("the calendar is away");
}

internal sealed class Wrong : IPresenceSource
{
    public ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping)
    {
        report.Set("100", ExtensionState.Idle);
        return default;
    }
}

internal sealed class Deaf(ITimers timers) : IPresenceSource
{
    public async ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping)
    {
        while (true) await timers.DelayAsync(TimeSpan.FromHours(1), CancellationToken.None);
    }
}
