using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transactions.Server;

/// <summary>Where responses go (RFC 3261 §18.2, RFC 3581).</summary>
public sealed class ResponseRoutingTests
{
    private readonly TransactionFixture _fixture = new();

    [Theory]
    [InlineData("SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK1", "192.0.2.7:5070", "SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK1")]
    [InlineData("SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1", "192.0.2.7:5060", "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1")]
    [InlineData("SIP/2.0/UDP phone.lan:5071;branch=z9hG4bK1", "192.0.2.7:5071", "SIP/2.0/UDP phone.lan:5071;branch=z9hG4bK1;received=192.0.2.7")]
    [InlineData("SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK1", "192.0.2.7:5070", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1;received=192.0.2.7;rport=5070")]
    [InlineData("SIP/2.0/UDP 10.0.0.1;received=6.6.6.6;branch=z9hG4bK1", "192.0.2.7:5060", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1;received=192.0.2.7")]
    [InlineData("SIP/2.0/UDP 192.0.2.7:5071;maddr=239.1.2.3;ttl=1;branch=z9hG4bK1", "239.1.2.3:5071", "SIP/2.0/UDP 192.0.2.7:5071;maddr=239.1.2.3;ttl=1;branch=z9hG4bK1")]
    [InlineData("SIP/2.0/UDP 192.0.2.7:5071;maddr=name.example;branch=z9hG4bK1", "192.0.2.7:5071", "SIP/2.0/UDP 192.0.2.7:5071;maddr=name.example;branch=z9hG4bK1")]
    [InlineData("SIP/2.0/UDP [2001:db8::1];branch=z9hG4bK1", "192.0.2.7:5060", "SIP/2.0/UDP [2001:db8::1];branch=z9hG4bK1;received=192.0.2.7")]
    [InlineData(
        "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1, SIP/2.0/TCP other;branch=z9hG4bK2", "192.0.2.7:5060",
        "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1, SIP/2.0/TCP other;branch=z9hG4bK2")]
    public void By_datagram_it_goes_where_the_Via_and_the_source_say(string via, string to, string answered)
    {
        _fixture.ReceiveRequest("OPTIONS", via: "Via: " + via);
        _fixture.Respond(200);

        Assert.Equal(to, _fixture.Sender.Last.To.Remote.ToString());
        Assert.Equal(answered, _fixture.Sender.Last["Via"]);
    }

    [Fact]
    public void On_a_stream_it_goes_back_on_the_connection_whatever_the_Via_says()
    {
        _fixture.ReceiveRequest("OPTIONS", reliable: true, via: "Via: SIP/2.0/TCP 10.0.0.1:9;branch=z9hG4bK1");
        _fixture.Respond(200);

        Assert.Equal(TransactionFixture.Peer(SipTransport.Tcp), _fixture.Sender.Last.To);
    }

    [Fact]
    public void An_IPv6_source_is_named_without_brackets()
    {
        var peer = new SipPeer(SipTransport.Udp, NetAddress.From(System.Net.IPAddress.Parse("2001:db8::7"), 5070));
        _fixture.Receive(TransactionFixture.Request("OPTIONS"), peer);
        _fixture.Respond(200);

        Assert.EndsWith(";received=2001:db8::7;rport=5070", _fixture.Sender.Last["Via"], StringComparison.Ordinal);
    }
}
