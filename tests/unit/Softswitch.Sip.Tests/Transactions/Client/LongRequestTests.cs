namespace Softswitch.Sip.Tests.Transactions.Client;

/// <summary>Requests too long for a datagram (RFC 3261 §18.1.1).</summary>
public sealed class LongRequestTests
{
    private static readonly byte[] Body = new byte[1400];
    private readonly TransactionFixture _fixture = new();

    [Fact]
    public void A_request_over_1300_bytes_goes_over_TCP_and_its_Via_says_so()
    {
        var transaction = _fixture.Send(SipMethod.Invite, body: Body);

        Assert.Equal(SipTransport.Tcp, transaction.Target.Transport);
        Assert.Equal(SipTransport.Tcp, _fixture.Sender.Last.To.Transport);
        Assert.StartsWith("SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK", _fixture.Sender.Last["Via"], StringComparison.Ordinal);
        _fixture.Answer(_fixture.Sender.Last, 200);
        Assert.Equal(["response 200"], _fixture.User.Take());
    }

    [Theory]
    [InlineData(SipMethod.Invite)]
    [InlineData(SipMethod.Message)]
    public void Where_TCP_is_refused_it_goes_by_datagram_with_all_of_a_datagrams_time(SipMethod method)
    {
        var transaction = _fixture.Send(method, body: Body);
        var overTcp = _fixture.Sender.Last;
        _fixture.Pass(3000);
        _fixture.Worker.Do(() => _fixture.Sender.Fail(0));

        Assert.Empty(_fixture.User.Take());
        Assert.Equal(SipTransport.Udp, transaction.Target.Transport);
        Assert.Equal(overTcp.Text.Replace("SIP/2.0/TCP", "SIP/2.0/UDP", StringComparison.Ordinal), _fixture.Sender.Last.Text);
        _fixture.Sender.TakeStartLines();
        _fixture.Pass(500);
        Assert.Single(_fixture.Sender.Sent);
        _fixture.Pass(31_500);
        Assert.Equal(["client Timeout"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void A_peer_that_refused_TCP_is_spared_another_attempt_for_ten_minutes()
    {
        _ = _fixture.Send(SipMethod.Invite, body: Body);
        _fixture.Worker.Do(() => _fixture.Sender.Fail(0));
        _ = _fixture.Send(SipMethod.Invite, body: Body);
        Assert.Equal(SipTransport.Udp, _fixture.Sender.Last.To.Transport);

        _fixture.Pass(600_000);
        _ = _fixture.Send(SipMethod.Invite, body: Body);
        Assert.Equal(SipTransport.Tcp, _fixture.Sender.Last.To.Transport);
    }

    [Fact]
    public void Without_a_TCP_listener_everything_goes_by_datagram()
    {
        _fixture.Sender.HasTcp = false;
        _ = _fixture.Send(SipMethod.Invite, body: Body);

        Assert.Equal(SipTransport.Udp, _fixture.Sender.Last.To.Transport);
    }
}
