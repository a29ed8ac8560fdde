using System.Net;
using System.Net.Security;
using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports.Streams;

public sealed class StreamSendingTests : IDisposable
{
    private readonly TestCertificate _certificate = new();

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_is_opened_once_and_used_by_all_workers(bool overIPv6)
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp, overIPv6));
        using var listener = StreamClient.Listener(overIPv6);
        var to = TransportHarness.Peer(SipTransport.Tcp, listener.LocalEndPoint!);
        var message = Samples.Request("out", 50);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => harness.SendAsync(to, message, i % 2)));
        using var accepted = await StreamClient.AcceptAsync(listener);
        Assert.Equal(string.Concat(Enumerable.Repeat(Encoding.UTF8.GetString(message), 100)), await accepted.ReceiveAsync(message.Length * 100));
        Assert.Equal((1, 1, 100), (harness.Layer.Statistics.Connections, harness.Layer.Statistics.ConnectionsOpened, harness.Layer.Statistics.Sent));
    }

    [Fact]
    public async Task The_answer_comes_back_on_the_connection_that_was_opened()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp));
        using var listener = StreamClient.Listener();
        await harness.SendAsync(TransportHarness.Peer(SipTransport.Tcp, listener.LocalEndPoint!), Samples.Request("out"));
        using var accepted = await StreamClient.AcceptAsync(listener);
        await accepted.SendAsync(Samples.Request("back"));
        var arrival = await harness.NextAsync();
        Assert.Equal(("back", TransportHarness.Peer(SipTransport.Tcp, listener.LocalEndPoint!).Remote), (arrival.CallId, arrival.From.Remote));
    }

    [Fact]
    public async Task A_request_to_a_peer_takes_the_connection_that_the_peer_opened()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp));
        using var client = await StreamClient.ConnectAsync(harness.EndPoint());
        await client.SendAsync(Samples.Request("register"));
        await harness.NextAsync();
        var message = Samples.Request("call to the phone");
        await harness.SendAsync(TransportHarness.Peer(SipTransport.Tcp, client.LocalEndPoint), message);
        Assert.Equal(Encoding.UTF8.GetString(message), await client.ReceiveAsync(message.Length));
        Assert.Equal((1, 0), (harness.Layer.Statistics.Connections, harness.Layer.Statistics.ConnectionsOpened));
    }

    [Fact]
    public async Task A_refused_connection_fails_every_message_that_waited_for_it()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp));
        IPEndPoint closed;
        using (var listener = StreamClient.Listener()) closed = (IPEndPoint)listener.LocalEndPoint!;
        var failures = new List<Task<bool>>();
        for (var i = 0; i < 10; i++) failures.Add(await harness.SendAsync(TransportHarness.Peer(SipTransport.Tcp, closed), Samples.Request($"{i}"), i % 2));
        Assert.All(await Task.WhenAll(failures).WaitAsync(TransportHarness.Patience), Assert.True);
        await harness.UntilAsync(statistics => statistics is { Connections: 0, ConnectionsFailed: >= 1 });
        await harness.UntilLoggedAsync("refused");
    }

    [Fact]
    public async Task A_message_for_a_connection_that_is_gone_fails_and_opens_none()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp));
        var client = await StreamClient.ConnectAsync(harness.EndPoint());
        await client.SendAsync(Samples.Request("one"));
        var from = (await harness.NextAsync()).From;
        client.Dispose();
        await harness.UntilAsync(statistics => statistics.Connections == 0);
        var failed = await harness.SendAsync(from, Samples.Request("two"));
        Assert.True(await failed.WaitAsync(TransportHarness.Patience));
        Assert.Equal(0, harness.Layer.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task The_connection_of_a_peer_that_listens_is_used_while_it_is_open_and_then_another_is_opened()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp));
        using var listener = StreamClient.Listener();
        var client = await StreamClient.ConnectAsync(harness.EndPoint());
        await client.SendAsync(Samples.Request("register"));
        var phone = (await harness.NextAsync()).From with { Remote = NetAddress.From((IPEndPoint)listener.LocalEndPoint!), Listens = true };
        var message = Samples.Request("call to the phone");
        await harness.SendAsync(phone, message);
        Assert.Equal(Encoding.UTF8.GetString(message), await client.ReceiveAsync(message.Length));
        Assert.Equal(0, harness.Layer.Statistics.ConnectionsOpened);

        client.Dispose();
        await harness.UntilAsync(statistics => statistics.Connections == 0);
        await harness.SendAsync(phone, message);
        await harness.SendAsync(phone, message, 1);
        using var accepted = await StreamClient.AcceptAsync(listener);
        Assert.Equal(Encoding.UTF8.GetString([.. message, .. message]), await accepted.ReceiveAsync(2 * message.Length));
        Assert.Equal(1, harness.Layer.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_gets_a_bounded_queue_and_is_then_closed()
    {
        await using var harness = new TransportHarness(new SipTransportOptions
        {
            Listen = [TransportHarness.Listen(SipTransport.Tcp)],
            OutgoingQueue = 1 << 20,
            WriteTime = TimeSpan.FromSeconds(2),
        });
        using var client = await StreamClient.ConnectAsync(harness.EndPoint());
        await client.SendAsync(Samples.Request("one"));
        var from = (await harness.NextAsync()).From;
        var failures = new List<Task<bool>>();
        // Twenty megabytes: what the system buffers, what the queue holds, and a rest that fails at once.
        for (var i = 0; i < 400; i++) failures.Add(await harness.SendAsync(from, Samples.Request($"{i}", 50_000)));
        await Task.WhenAny(failures).WaitAsync(TransportHarness.Patience);
        await harness.UntilAsync(statistics => statistics is { Connections: 0, ConnectionsExpired: 1 });
        Assert.True(failures.Count(failure => failure.IsCompleted) > 100);
    }

    [Fact]
    public async Task Stopping_sends_what_waits()
    {
        var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp));
        using var client = await StreamClient.ConnectAsync(harness.EndPoint());
        await client.SendAsync(Samples.Request("one"));
        var from = (await harness.NextAsync()).From;
        var message = Samples.Request("last", 60_000);
        for (var i = 0; i < 10; i++) await harness.SendAsync(from, message);
        var received = client.ReceiveAsync(message.Length * 10);
        await harness.DisposeAsync();
        Assert.Equal(message.Length * 10, (await received).Length);
        Assert.True(await client.IsClosedByPeerAsync());
        Assert.Equal(0, harness.Layer.Statistics.Connections);
    }

    [Theory]
    [InlineData(TlsVerification.None, false, null, true)]
    [InlineData(TlsVerification.Authority, false, null, false)]
    [InlineData(TlsVerification.Authority, true, null, true)]
    [InlineData(TlsVerification.Authority, true, "localhost", true)]
    [InlineData(TlsVerification.Authority, true, "sip.example.org", false)]
    public async Task The_certificate_of_a_peer_is_verified_as_told(TlsVerification verification, bool isTrusted, string? name, bool succeeds)
    {
        await using var harness = new TransportHarness(new SipTransportOptions
        {
            Listen = [_certificate.Listen()],
            Verification = verification,
            TrustedAuthorities = isTrusted ? _certificate.CertificateFile : null,
            PeerName = _ => name,
        });
        using var listener = StreamClient.Listener();
        using var certificate = _certificate.Load();
        var to = TransportHarness.Peer(SipTransport.Tls, listener.LocalEndPoint!);
        var message = Samples.Request("secret");
        var failed = await harness.SendAsync(to, message);
        var accepting = StreamClient.AcceptAsync(listener, new SslServerAuthenticationOptions { ServerCertificate = certificate });
        if (succeeds)
        {
            using var accepted = await accepting;
            Assert.Equal(Encoding.UTF8.GetString(message), await accepted.ReceiveAsync(message.Length));
            Assert.False(failed.IsCompleted);
        }
        else
        {
            Assert.True(await failed.WaitAsync(TransportHarness.Patience));
            await harness.UntilAsync(statistics => statistics is { Connections: 0, ConnectionsFailed: 1 });
            await harness.UntilLoggedAsync("certificate");
            await Record.ExceptionAsync(async () => (await accepting).Dispose());
        }
    }

    [Fact]
    public async Task A_peer_that_does_not_shake_hands_fails_in_time()
    {
        await using var harness = new TransportHarness(new SipTransportOptions
        {
            Listen = [_certificate.Listen()],
            ConnectTime = TimeSpan.FromMilliseconds(300),
        });
        using var listener = StreamClient.Listener();
        var failed = await harness.SendAsync(TransportHarness.Peer(SipTransport.Tls, listener.LocalEndPoint!), Samples.Request("out"));
        Assert.True(await failed.WaitAsync(TransportHarness.Patience));
        await harness.UntilLoggedAsync("no connection within 0.3 s");
    }
}
