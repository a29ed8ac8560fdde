using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports.Dispatch;

public sealed class SourceLimiterTests
{
    [Fact]
    public void A_source_has_so_many_at_once_and_so_many_a_second()
    {
        var limiter = new SourceLimiter(20);
        var source = NetAddress.IPv4(0x0A000001, 5060);
        Assert.Equal(20, Taken(limiter, source, 1_000, 100));
        Assert.Equal(0, Taken(limiter, source, 1_049, 100));
        Assert.Equal(1, Taken(limiter, source, 1_050, 100));
        Assert.Equal(10, Taken(limiter, source, 1_550, 100));
        Assert.Equal(20, Taken(limiter, source, 1_000_000, 100));
    }

    [Fact]
    public void Ports_of_a_source_share_and_sources_do_not()
    {
        var limiter = new SourceLimiter(5);
        for (ushort port = 1; port <= 5; port++) Assert.True(limiter.TryTake(NetAddress.IPv4(1, port), 0));
        Assert.False(limiter.TryTake(NetAddress.IPv4(1, 6), 0));
        Assert.True(limiter.TryTake(NetAddress.IPv4(2, 6), 0));
    }

    [Fact]
    public void Among_very_many_sources_the_worst_is_remembered()
    {
        var limiter = new SourceLimiter(5, sources: 64);
        var worst = NetAddress.IPv4(0xC0000201, 5060);
        Assert.Equal(5, Taken(limiter, worst, 0, 10));
        for (uint other = 1; other <= 10_000; other++) Assert.True(limiter.TryTake(NetAddress.IPv4(other, 5060), 0));
        Assert.False(limiter.TryTake(worst, 0));
    }

    [Fact]
    public void It_allocates_nothing_per_event()
    {
        var limiter = new SourceLimiter(20);
        Taken(limiter, NetAddress.IPv4(1, 1), 0, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 100_000; i++) limiter.TryTake(NetAddress.IPv4(i, 1), i);
        // The runtime itself may allocate something on the thread meanwhile, but not for every event.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static int Taken(SourceLimiter limiter, NetAddress source, long now, int attempts)
    {
        var taken = 0;
        for (var i = 0; i < attempts; i++) taken += limiter.TryTake(source, now) ? 1 : 0;
        return taken;
    }
}
