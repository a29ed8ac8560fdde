namespace Softswitch.Media.Tests.Relay;

public sealed class PacketRateLimitTests
{
    [Fact]
    public void A_burst_passes_and_no_more()
    {
        var limit = new PacketRateLimit(100, 10, 1000);

        Assert.Equal(10, Enumerable.Range(0, 50).Count(_ => limit.TryTake(5000)));
    }

    [Fact]
    public void In_the_long_run_the_rate_passes()
    {
        var limit = new PacketRateLimit(100, 10, 1000);

        // One a millisecond for ten seconds, ten times too many.
        Assert.InRange(Enumerable.Range(0, 10_000).Count(now => limit.TryTake(now)), 1000, 1010);
    }

    [Fact]
    public void A_stream_within_its_rate_never_meets_the_limit()
    {
        var limit = new PacketRateLimit(100, 1, 1000);

        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(limit.TryTake(i * 10)));
    }
}
