using System.Net;
using System.Net.Sockets;
using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports;

public sealed class DatagramTransportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_arrives_with_its_source_address_and_is_answered(bool overIPv6)
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp, overIPv6));
        harness.OnMessage = (sender, message, from) => sender.Send(from, Samples.Response(message));
        using var client = Client(harness);
        await client.SendAsync(Samples.Request("one@example.org", 30));
        var arrival = await harness.NextAsync();
        Assert.Equal(Encoding.UTF8.GetString(Samples.Request("one@example.org", 30)), arrival.Text);
        Assert.Equal(TransportHarness.Peer(SipTransport.Udp, client.LocalEndPoint!), arrival.From);
        Assert.StartsWith("SIP/2.0 200 OK", await ReceiveAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_message_is_handled_on_the_worker_of_its_call()
    {
        await using var harness = new TransportHarness(new SipTransportOptions { Listen = [TransportHarness.Listen(SipTransport.Udp)] }, workers: 3);
        var clients = Enumerable.Range(0, 12).Select(_ => Client(harness)).ToArray();
        for (var i = 0; i < 240; i++) await clients[i % 12].SendAsync(Samples.Request($"call-{i / 4}"));
        var used = new HashSet<int>();
        for (var i = 0; i < 240; i++)
        {
            var arrival = await harness.NextAsync();
            Assert.True(arrival.IsOnWorker);
            Assert.Equal(WorkerGroup.IndexOf(Encoding.ASCII.GetBytes(arrival.CallId), 3), arrival.Worker);
            used.Add(arrival.Worker);
        }

        Assert.Equal(3, used.Count);
        var statistics = harness.Layer.Statistics;
        Assert.Equal((240, 0, 0), (statistics.Received, statistics.Dropped, statistics.Malformed));
        Assert.InRange(statistics.HandedOver, 1, 239);
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task The_messages_of_a_call_stay_in_order()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp));
        using var client = Client(harness);
        for (var i = 0; i < 200; i++) await client.SendAsync(Samples.Request("one", i));
        for (var i = 0; i < 200; i++) Assert.EndsWith($"Content-Length: {i}\r\n\r\n{new string('x', i)}", (await harness.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_message_passes_both_ways()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp));
        harness.OnMessage = (sender, message, from) => sender.Send(from, message.Bytes);
        using var client = Client(harness);
        for (var i = 0; i < 4; i++)
        {
            var request = Samples.Request($"large-{i}", 60_000);
            await client.SendAsync(request);
            Assert.Equal(Encoding.UTF8.GetString(request), await ReceiveAsync(client));
        }
    }

    [Fact]
    public async Task Keep_alives_are_no_messages()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp));
        using var client = Client(harness);
        foreach (var keepAlive in new[] { "\r\n\r\n", "\r\n", "\0\0\0\0", " ", "" }) await client.SendAsync(Encoding.ASCII.GetBytes(keepAlive));
        await client.SendAsync(Samples.Request("after"));
        Assert.Equal("after", (await harness.NextAsync()).CallId);
        Assert.Equal((1, 0, 5), (harness.Layer.Statistics.Received, harness.Layer.Statistics.Malformed, harness.Layer.Statistics.KeepAlives));
    }

    [Fact]
    public async Task A_STUN_binding_request_is_told_its_address()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp));
        using var client = Client(harness);
        byte[] request = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        await client.SendAsync(request);
        var answer = new byte[100];
        Assert.Equal(32, await client.ReceiveAsync(answer).WaitAsync(TransportHarness.Patience));
        Assert.Equal([1, 1, 0, 12], answer[..4]);
        var port = ((answer[26] << 8) | answer[27]) ^ 0x2112;
        Assert.Equal(((IPEndPoint)client.LocalEndPoint!).Port, port);
    }

    [Fact]
    public async Task A_flood_of_malformed_messages_is_dropped_beyond_the_limit_and_good_ones_still_pass()
    {
        await using var harness = new TransportHarness(
            new SipTransportOptions { Listen = [TransportHarness.Listen(SipTransport.Udp)], MalformedPerSecond = 5 }, workers: 1);
        using var client = Client(harness);
        for (var i = 0; i < 200; i++) await client.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await client.SendAsync(Samples.Request("good"));
        var reported = 0;
        while ((await harness.NextAsync()).Error is not null) reported++;
        Assert.InRange(reported, 5, 60);
        await harness.UntilAsync(statistics => statistics.Malformed == 200);
        Assert.Equal(200 - reported, harness.Layer.Statistics.Dropped);
    }

    [Fact]
    public async Task A_malformed_request_is_given_with_what_could_be_read()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp));
        using var client = Client(harness);
        await client.SendAsync(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Samples.Request("odd")).Replace("CSeq: 1 OPTIONS", "CSeq: one")));
        var arrival = await harness.NextAsync();
        Assert.Equal(("odd", 400), (arrival.CallId, arrival.Error?.Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_datagram_is_reported_to_its_sender_only(bool overIPv6)
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp, overIPv6));
        using var client = Client(harness);
        var alive = await harness.SendAsync(TransportHarness.Peer(SipTransport.Udp, client.LocalEndPoint!), Samples.Request("alive", 500));
        var dead = ClosedPort(overIPv6);
        for (var i = 0; i < 5; i++)
        {
            var refused = await harness.SendAsync(TransportHarness.Peer(SipTransport.Udp, dead), Samples.Request($"dead-{i}", 700), worker: i % 2);
            Assert.True(await refused.WaitAsync(TransportHarness.Patience));
        }

        Assert.False(alive.IsCompleted);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_reported()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp));
        var tooLong = await harness.SendAsync(TransportHarness.Peer(SipTransport.Udp, harness.EndPoint()), new byte[65_508]);
        var noListener = await harness.SendAsync(TransportHarness.Peer(SipTransport.Udp, new IPEndPoint(IPAddress.IPv6Loopback, 5060)), [1]);
        var noTransport = await harness.SendAsync(TransportHarness.Peer(SipTransport.Tcp, harness.EndPoint()), [1]);
        var noPort = await harness.SendAsync(TransportHarness.Peer(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0)), [1]);
        foreach (var failure in new[] { tooLong, noListener, noTransport, noPort }) Assert.True(await failure.WaitAsync(TransportHarness.Patience));
        Assert.Equal(4, harness.Layer.Statistics.Undelivered);
    }

    [Fact]
    public void A_port_in_use_says_so_in_one_line_and_leaves_nothing_open()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = NetAddress.From((IPEndPoint)other.LocalEndPoint!);
        var failure = Assert.Throws<IOException>(
            () => new TransportHarness(TransportHarness.Listen(SipTransport.Tcp), new ListenOptions(SipTransport.Udp, taken)));
        Assert.Equal($"listening at udp {taken}: Address already in use", failure.Message);
    }

    [Fact]
    public async Task A_second_switch_on_the_same_port_is_refused_although_the_workers_share_theirs()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Udp));
        Assert.Throws<IOException>(() => new TransportHarness(harness.Layer.Listening[0]));
    }

    [Fact]
    public async Task A_peer_is_told_the_address_it_reaches_us_at()
    {
        var any = new ListenOptions(SipTransport.Udp, NetAddress.From(IPAddress.Any, 0));
        await using var harness = new TransportHarness(
            any,
            TransportHarness.Listen(SipTransport.Tcp),
            TransportHarness.Listen(SipTransport.Udp, overIPv6: true) with { AdvertisedHost = "sip.example.org", AdvertisedPort = 5062 },
            TransportHarness.Listen(SipTransport.Tcp, overIPv6: true) with { AdvertisedHost = "2001:db8::1" });
        var ports = harness.Layer.Listening.Select(listen => listen.Address.Port).ToArray();
        await harness.OnWorkerAsync(0, sender =>
        {
            Assert.Equal($"127.0.0.1:{ports[0]}", SentBy(sender, SipTransport.Udp, IPAddress.Loopback));
            Assert.Equal($"127.0.0.1:{ports[0]}", SentBy(sender, SipTransport.Udp, IPAddress.Parse("127.8.8.8")));
            Assert.Equal($"127.0.0.1:{ports[1]}", SentBy(sender, SipTransport.Tcp, IPAddress.Loopback));
            Assert.Equal("sip.example.org:5062", SentBy(sender, SipTransport.Udp, IPAddress.IPv6Loopback));
            Assert.Equal($"[2001:db8::1]:{ports[3]}", SentBy(sender, SipTransport.Tcp, IPAddress.IPv6Loopback));
            Assert.True(sender.CanReach(PeerAt(SipTransport.Tcp, IPAddress.Loopback)));
            Assert.False(sender.CanReach(PeerAt(SipTransport.Tls, IPAddress.Loopback)));
        });
    }

    private static SipPeer PeerAt(SipTransport transport, IPAddress address) => new(transport, NetAddress.From(address, 5060));

    private static string SentBy(ISipSender sender, SipTransport transport, IPAddress address) =>
        Encoding.UTF8.GetString(sender.LocalFor(PeerAt(transport, address)).SentBy);

    private static Socket Client(TransportHarness harness)
    {
        var client = new Socket(harness.EndPoint().AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        client.Connect(harness.EndPoint());
        return client;
    }

    private static IPEndPoint ClosedPort(bool overIPv6)
    {
        using var socket = new Socket(overIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(overIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    private static async Task<string> ReceiveAsync(Socket client)
    {
        var buffer = new byte[65_536];
        return Encoding.UTF8.GetString(buffer, 0, await client.ReceiveAsync(buffer).WaitAsync(TransportHarness.Patience));
    }
}
