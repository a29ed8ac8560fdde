using Softswitch.Net;

namespace Softswitch.Media.Tests.Ports;

public sealed class RelayPortsTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Ports_are_even_within_the_range_and_given_once()
    {
        var ports = Ports(20_001, 20_020);

        var taken = Enumerable.Range(0, ports.Capacity).Select(_ => (int)Take(ports)).ToList();

        Assert.Equal([20_002, 20_004, 20_006, 20_008, 20_010, 20_012, 20_014, 20_016, 20_018], taken.Order());
        Assert.Equal(9, ports.InUse);
    }

    [Fact]
    public void When_all_are_in_use_there_is_none()
    {
        var ports = Ports(20_000, 20_003);
        _ = Take(ports);
        _ = Take(ports);

        Assert.False(ports.TryTake(out _));
    }

    [Fact]
    public void A_released_port_rests_before_it_is_given_again()
    {
        var ports = Ports(20_000, 20_001);
        ports.Release(Take(ports));
        Assert.Equal(0, ports.InUse);

        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(ports.TryTake(out _));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(ports.TryTake(out _));
    }

    [Fact]
    public void A_port_comes_back_after_all_others()
    {
        var ports = Ports(20_000, 20_199);
        var first = Take(ports);
        ports.Release(first);
        _clock.Advance(TimeSpan.FromMinutes(1));

        var next = Enumerable.Range(0, 99).Select(_ => Take(ports)).ToList();

        Assert.DoesNotContain(first, next);
        Assert.Equal(first, Take(ports));
    }

    [Fact]
    public void Nobody_knows_which_port_is_next_from_the_one_before()
    {
        var ports = Ports(20_000, 29_999);
        var taken = Enumerable.Range(0, 100).Select(_ => Take(ports)).ToList();

        Assert.True(taken.Zip(taken.Skip(1)).Count(pair => pair.Second == pair.First + 2) < 5);
    }

    [Theory]
    [InlineData(20_001, 20_002)]
    [InlineData(80, 2000)]
    [InlineData(20_000, 70_000)]
    public void A_range_without_a_pair_or_outside_of_the_allowed_is_refused(int first, int last) =>
        Assert.ThrowsAny<ArgumentException>(() => Ports(first, last));

    private RelayPorts Ports(int first, int last) =>
        new(new RelayPortsOptions { First = first, Last = last }, _clock, new SeededRandomSource(3));

    private static ushort Take(RelayPorts ports)
    {
        Assert.True(ports.TryTake(out var port));
        return port;
    }
}
