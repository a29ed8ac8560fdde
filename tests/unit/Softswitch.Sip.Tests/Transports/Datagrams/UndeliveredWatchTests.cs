using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports.Datagrams;

public sealed class UndeliveredWatchTests
{
    private readonly ManualWorker _worker = new(new ManualClock(DateTimeOffset.UnixEpoch));
    private readonly UndeliveredWatch _watch;
    private readonly List<string> _failed = [];
    private readonly NetAddress _peer = NetAddress.IPv4(0xC0000201, 5060);

    public UndeliveredWatchTests() => _watch = new UndeliveredWatch(_worker);

    [Fact]
    public void The_sender_of_the_refused_datagram_is_told_once()
    {
        Add("one", Samples.Request("one", 600));
        Add("other", Samples.Request("other", 600));
        Refuse(Samples.Request("one", 600)[..512], _peer);
        Refuse(Samples.Request("one", 600)[..512], _peer);
        Assert.Equal(["one"], _failed);
    }

    [Fact]
    public void An_error_that_does_not_bring_the_datagram_back_fails_nobody()
    {
        Add("one", Samples.Request("one"));
        Refuse([], _peer);
        Refuse(Samples.Request("one")[..28], _peer);
        Refuse(Samples.Request("one"), _peer.WithPort(5061));
        Assert.Empty(_failed);
    }

    [Fact]
    public void What_was_sent_long_ago_is_forgotten()
    {
        Add("one", Samples.Request("one"));
        _worker.Advance(TimeSpan.FromSeconds(5));
        Refuse(Samples.Request("one"), _peer);
        Assert.Empty(_failed);
        Assert.Equal(0, _worker.Timers.Count);
    }

    [Fact]
    public void Of_very_many_the_last_ones_are_remembered()
    {
        for (var i = 0; i < 3_000; i++) Add($"{i}", Samples.Request($"{i}"));
        Refuse(Samples.Request("2999"), _peer);
        Refuse(Samples.Request("2100"), _peer);
        Refuse(Samples.Request("1900"), _peer);
        Assert.Equal(["2999", "2100"], _failed);
    }

    private void Add(string name, byte[] datagram) =>
        _worker.Do(() => _watch.Add(_peer, datagram, state => _failed.Add((string)state!), name));

    private void Refuse(byte[] beginning, NetAddress to) => _worker.Do(() => _watch.TryFail(UndeliveredWatch.HashOf(beginning), to));
}
