using System.Net;
using System.Net.Sockets;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports.Streams;

public sealed class ConnectionLimitTests : IDisposable
{
    private readonly TestCertificate _certificate = new();

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task Many_connections_are_served_and_leave_nothing_behind()
    {
        await using var harness = new TransportHarness(TransportHarness.Listen(SipTransport.Tcp));
        harness.OnMessage = (sender, message, from) => sender.Send(from, Samples.Response(message));
        var clients = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => StreamClient.ConnectAsync(harness.EndPoint())));
        for (var i = 0; i < clients.Length; i++) await clients[i].SendAsync(Samples.Request($"call-{i}"));
        foreach (var client in clients) Assert.StartsWith("SIP/2.0 200", await client.ReceiveAsync(11), StringComparison.Ordinal);
        Assert.Equal((300, 300), (harness.Layer.Statistics.Connections, harness.Layer.Statistics.ConnectionsAccepted));
        foreach (var client in clients) client.Dispose();
        await harness.UntilAsync(statistics => statistics.Connections == 0);
    }

    [Fact]
    public async Task Connections_beyond_the_limits_are_closed_at_once_and_room_is_given_back()
    {
        await using var harness = new TransportHarness(new SipTransportOptions
        {
            Listen = [TransportHarness.Listen(SipTransport.Tcp), TransportHarness.Listen(SipTransport.Tcp, overIPv6: true)],
            ConnectionsPerSource = 3,
            Connections = 5,
        });
        var one = await OpenAsync(harness.EndPoint(0), 3);
        await AssertRefusedAsync(harness.EndPoint(0));
        var other = await OpenAsync(harness.EndPoint(1), 2);
        await AssertRefusedAsync(harness.EndPoint(1));
        Assert.Equal((5, 2), (harness.Layer.Statistics.Connections, harness.Layer.Statistics.ConnectionsRefused));
        one[0].Dispose();
        await harness.UntilAsync(statistics => statistics.Connections == 4);
        using var again = (await OpenAsync(harness.EndPoint(0), 1))[0];
        foreach (var client in one.Concat(other)) client.Dispose();
    }

    [Fact]
    public async Task A_client_that_speaks_no_TLS_is_dropped_and_others_are_served()
    {
        await using var harness = new TransportHarness(_certificate.Listen());
        using var plain = await StreamClient.ConnectAsync(harness.EndPoint());
        await plain.SendAsync(Samples.Request("plain"));
        Assert.True(await plain.IsClosedByPeerAsync());
        using var secure = await StreamClient.ConnectAsync(harness.EndPoint(), secure: true);
        await secure.SendAsync(Samples.Request("secure"));
        Assert.Equal("secure", (await harness.NextAsync()).CallId);
        Assert.Equal(1, harness.Layer.Statistics.ConnectionsFailed);
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_says_so_in_one_line()
    {
        var missing = _certificate.Listen() with { Certificate = "/nonexistent/certificate.pem" };
        var failure = Assert.Throws<IOException>(() => new TransportHarness(missing));
        Assert.Contains("cannot use the certificate /nonexistent/certificate.pem", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);

        using var otherKey = new TestCertificate();
        var mismatch = _certificate.Listen() with { CertificateKey = otherKey.KeyFile };
        Assert.Contains("with the key", Assert.Throws<IOException>(() => new TransportHarness(mismatch)).Message, StringComparison.Ordinal);

        var none = TransportHarness.Listen(SipTransport.Tls);
        Assert.Contains("TLS needs a certificate", Assert.Throws<IOException>(() => new TransportHarness(none)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_are_reloaded_for_new_connections_and_kept_when_the_new_ones_are_no_good()
    {
        await using var harness = new TransportHarness(_certificate.Listen());
        using var renewed = new TestCertificate("renewed.example.org");
        File.Copy(renewed.CertificateFile, _certificate.CertificateFile, overwrite: true);
        Assert.Throws<IOException>(harness.Layer.ReloadCertificates);
        Assert.Equal("CN=localhost", await NameSeenAsync(harness));
        File.Copy(renewed.KeyFile, _certificate.KeyFile, overwrite: true);
        harness.Layer.ReloadCertificates();
        Assert.Equal("CN=renewed.example.org", await NameSeenAsync(harness));
    }

    [Fact]
    public void A_TCP_port_in_use_says_so()
    {
        using var taken = StreamClient.Listener();
        var address = NetAddress.From((IPEndPoint)taken.LocalEndPoint!);
        var failure = Assert.Throws<IOException>(() => new TransportHarness(new ListenOptions(SipTransport.Tcp, address)));
        Assert.Equal($"listening at tcp {address}: Address already in use", failure.Message);
    }

    private static async Task<string> NameSeenAsync(TransportHarness harness)
    {
        using var client = await StreamClient.ConnectAsync(harness.EndPoint(), secure: true);
        return ((System.Net.Security.SslStream)client.Stream).RemoteCertificate!.Subject;
    }

    private static async Task<StreamClient[]> OpenAsync(EndPoint server, int count)
    {
        var clients = new StreamClient[count];
        for (var i = 0; i < count; i++)
        {
            clients[i] = await StreamClient.ConnectAsync(server);
            await clients[i].SendAsync("\r\n\r\n"u8.ToArray());
            Assert.Equal("\r\n", await clients[i].ReceiveAsync(2));
        }

        return clients;
    }

    private static async Task AssertRefusedAsync(EndPoint server)
    {
        try
        {
            using var client = await StreamClient.ConnectAsync(server);
            Assert.True(await client.IsClosedByPeerAsync());
        }
        catch (SocketException)
        {
            // Closed even before it was noticed to be open.
        }
    }
}
