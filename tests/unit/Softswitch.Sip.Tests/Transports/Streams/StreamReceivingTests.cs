using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports.Streams;

public sealed class StreamReceivingTests : IDisposable
{
    private readonly TestCertificate _certificate = new();

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData(SipTransport.Tcp, false)]
    [InlineData(SipTransport.Tcp, true)]
    [InlineData(SipTransport.Tls, false)]
    [InlineData(SipTransport.Tls, true)]
    public async Task A_message_is_answered_on_its_own_connection(SipTransport transport, bool overIPv6)
    {
        await using var harness = new TransportHarness(ListenAt(transport, overIPv6));
        harness.OnMessage = (sender, message, from) => sender.Send(from, Samples.Response(message));
        using var client = await StreamClient.ConnectAsync(harness.EndPoint(), transport == SipTransport.Tls);
        for (var i = 0; i < 5; i++)
        {
            await client.SendAsync(Samples.Request($"call-{i}", i * 100));
            var arrival = await harness.NextAsync();
            Assert.Equal(($"call-{i}", true, null), (arrival.CallId, arrival.IsOnWorker, arrival.Error));
            Assert.Equal(WorkerGroup.IndexOf(Encoding.ASCII.GetBytes(arrival.CallId), harness.WorkerCount), arrival.Worker);
            Assert.Equal((transport, NetAddress.From((System.Net.IPEndPoint)client.LocalEndPoint)), (arrival.From.Transport, arrival.From.Remote));
            Assert.NotEqual(0, arrival.From.Connection);
            var response = Samples.Response($"call-{i}");
            Assert.Equal(Encoding.UTF8.GetString(response), await client.ReceiveAsync(response.Length));
        }
    }

    [Theory]
    [InlineData(SipTransport.Tcp, 1)]
    [InlineData(SipTransport.Tcp, 2)]
    [InlineData(SipTransport.Tls, 3)]
    public async Task However_the_stream_is_split_each_message_arrives_whole_and_in_order(SipTransport transport, int seed)
    {
        await using var harness = new TransportHarness(new SipTransportOptions { Listen = [ListenAt(transport)] }, workers: 1);
        var random = new Random(seed);
        using var client = await StreamClient.ConnectAsync(harness.EndPoint(), transport == SipTransport.Tls);
        var sent = new List<string>();
        var pings = 0;
        var stream = new List<byte>();
        for (var i = 0; i < 300; i++)
        {
            if (random.Next(4) == 0)
            {
                stream.AddRange("\r\n\r\n"u8);
                pings++;
            }

            var message = Samples.Request($"call-{i}", random.Next(5) == 0 ? random.Next(20_000) : random.Next(300));
            sent.Add(Encoding.UTF8.GetString(message));
            stream.AddRange(message);
        }

        var bytes = stream.ToArray();
        for (var offset = 0; offset < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - offset, random.Next(3) switch { 0 => random.Next(1, 6), 1 => random.Next(1, 200), _ => random.Next(1, 9_000) });
            await client.SendAsync(bytes.AsMemory(offset, length));
            offset += length;
        }

        foreach (var expected in sent) Assert.Equal(expected, (await harness.NextAsync()).Text);
        Assert.Equal(string.Concat(Enumerable.Repeat("\r\n", pings)), await client.ReceiveAsync(pings * 2));
        Assert.Equal((300, 0, pings), (harness.Layer.Statistics.Received, harness.Layer.Statistics.Malformed, harness.Layer.Statistics.KeepAlives));
    }

    [Fact]
    public async Task Mutated_streams_never_break_the_transport()
    {
        await using var harness = new TransportHarness(
            new SipTransportOptions { Listen = [ListenAt(SipTransport.Tcp)], MalformedPerSecond = 100_000, MessageTime = TimeSpan.FromSeconds(1) });
        var random = new Random(5);
        for (var round = 0; round < 150; round++)
        {
            using var client = await StreamClient.ConnectAsync(harness.EndPoint());
            var bytes = Samples.Request($"call-{round}", 40).Concat(Samples.Request($"next-{round}", 5)).ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                await client.SendAsync(bytes);
            }
            catch (IOException)
            {
                // Refused half-way: as good as any.
            }
        }

        await harness.UntilAsync(statistics => statistics.Connections == 0);
        using var good = await StreamClient.ConnectAsync(harness.EndPoint());
        await good.SendAsync(Samples.Request("good"));
        while ((await harness.NextAsync()).CallId != "good")
        {
        }
    }

    [Theory]
    [InlineData(SipTransport.Tcp)]
    [InlineData(SipTransport.Tls)]
    public async Task A_ping_is_answered_with_a_pong(SipTransport transport)
    {
        await using var harness = new TransportHarness(ListenAt(transport));
        using var client = await StreamClient.ConnectAsync(harness.EndPoint(), transport == SipTransport.Tls);
        await client.SendAsync("\r\n\r\n"u8.ToArray());
        Assert.Equal("\r\n", await client.ReceiveAsync(2));
    }

    [Theory]
    [InlineData("Content-Length: 70000\r\n\r\n", 513)]
    [InlineData("\r\n", 400)]
    [InlineData("Content-Length: 5\r\nl: 6\r\n\r\n", 400)]
    public async Task A_message_whose_end_is_not_to_be_awaited_is_answered_and_the_connection_closed(string end, int status)
    {
        await using var harness = new TransportHarness(ListenAt(SipTransport.Tcp));
        harness.OnMessage = (sender, _, from) => sender.Send(from, "SIP/2.0 500 the answer\r\n\r\n"u8);
        using var client = await StreamClient.ConnectAsync(harness.EndPoint());
        var head = Encoding.ASCII.GetString(Samples.Request("big")).Replace("Content-Length: 0\r\n\r\n", end);
        // More follows that nobody reads: the answer must arrive all the same.
        await client.SendAsync(Encoding.ASCII.GetBytes(head + new string('x', 30_000)));
        var arrival = await harness.NextAsync();
        Assert.Equal(("big", status), (arrival.CallId, arrival.Error?.Status));
        Assert.Equal("SIP/2.0 500 the answer\r\n\r\n", await client.ReceiveAsync(1000));
        client.Dispose();
        await harness.UntilAsync(statistics => statistics.Connections == 0);
    }

    [Fact]
    public async Task A_header_section_without_end_is_refused()
    {
        await using var harness = new TransportHarness(ListenAt(SipTransport.Tcp));
        using var client = await StreamClient.ConnectAsync(harness.EndPoint());
        await client.SendAsync(Encoding.ASCII.GetBytes("OPTIONS sip:a SIP/2.0\r\nSubject: " + new string('x', 40_000)));
        Assert.NotNull((await harness.NextAsync()).Error);
        Assert.True(await client.IsClosedByPeerAsync());
    }

    [Fact]
    public async Task A_message_that_comes_drop_by_drop_has_a_limited_time()
    {
        await using var harness = new TransportHarness(
            new SipTransportOptions { Listen = [ListenAt(SipTransport.Tcp)], MessageTime = TimeSpan.FromMilliseconds(400) });
        using var client = await StreamClient.ConnectAsync(harness.EndPoint());
        await client.SendAsync(Samples.Request("whole"));
        var closed = client.IsClosedByPeerAsync();
        foreach (var b in Samples.Request("slow"))
        {
            if (closed.IsCompleted) break;
            try
            {
                await client.SendAsync(new[] { b });
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(20);
        }

        Assert.True(await closed);
        Assert.Equal("whole", (await harness.NextAsync()).CallId);
        Assert.Equal(1, harness.Layer.Statistics.ConnectionsExpired);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_and_a_keep_alive_keeps_it()
    {
        await using var harness = new TransportHarness(
            new SipTransportOptions { Listen = [ListenAt(SipTransport.Tcp)], IdleTime = TimeSpan.FromSeconds(2) });
        using var idle = await StreamClient.ConnectAsync(harness.EndPoint());
        using var kept = await StreamClient.ConnectAsync(harness.EndPoint());
        var closed = idle.IsClosedByPeerAsync();
        while (!closed.IsCompleted)
        {
            await kept.SendAsync("\r\n\r\n"u8.ToArray());
            Assert.Equal("\r\n", await kept.ReceiveAsync(2));
            await Task.Delay(50);
        }

        Assert.True(await closed);
        Assert.Equal((1, 1), (harness.Layer.Statistics.Connections, harness.Layer.Statistics.ConnectionsExpired));
    }

    [Fact]
    public async Task A_connection_is_not_read_while_its_messages_wait_for_a_worker()
    {
        using var released = new ManualResetEventSlim();
        await using var harness = new TransportHarness(
            new SipTransportOptions { Listen = [ListenAt(SipTransport.Tcp)], IncomingQueue = 8 }, workers: 1);
        harness.OnMessage = (_, _, _) => released.Wait(TransportHarness.Patience);
        using var client = await StreamClient.ConnectAsync(harness.EndPoint());
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++) await client.SendAsync(Samples.Request($"{i}", 20_000));
        });
        // 40 MB do not fit into the buffers on the way, so the sender comes to a halt.
        await Task.WhenAny(sending, Task.Delay(1_000));
        Assert.False(sending.IsCompleted);
        released.Set();
        await sending.WaitAsync(TransportHarness.Patience);
        for (var i = 0; i < 2_000; i++) Assert.Equal($"{i}", (await harness.NextAsync()).CallId);
    }

    private ListenOptions ListenAt(SipTransport transport, bool overIPv6 = false) =>
        transport == SipTransport.Tls ? _certificate.Listen(overIPv6) : TransportHarness.Listen(transport, overIPv6);
}
