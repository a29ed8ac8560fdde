namespace Softswitch.Sip.Tests.Transactions.Matching;

/// <summary>Which request belongs to which server transaction (RFC 3261 §17.2.3).</summary>
public sealed class MatchingTests
{
    private readonly TransactionFixture _fixture = new();

    [Theory]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bKtwo")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.7:5071;branch=z9hG4bKone")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.8:5070;branch=z9hG4bKone")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKone")]
    public void Another_branch_or_sent_by_is_another_transaction(string via)
    {
        _fixture.ReceiveRequest("INFO", toTag: "x");
        _fixture.ReceiveRequest("INFO", toTag: "x", via: via);

        Assert.Equal(2, _fixture.Layer.ActiveServers);
    }

    [Fact]
    public void Another_method_with_the_same_branch_is_another_transaction()
    {
        _fixture.ReceiveRequest("INFO", toTag: "x");
        _fixture.ReceiveRequest("UPDATE", toTag: "x");

        Assert.Equal(["request INFO", "request UPDATE"], _fixture.User.Take());
    }

    [Fact]
    public void The_rest_of_the_Via_does_not_matter()
    {
        _fixture.ReceiveRequest("OPTIONS");
        _fixture.ReceiveRequest("OPTIONS", via: "v: SIP / 2.0 / UDP  192.0.2.7:5070 ;x=y; branch = z9hG4bKone");

        Assert.Equal(1, _fixture.Layer.ActiveServers);
    }

    [Theory]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.7:5070")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.7:5070;branch=1")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK")]
    public void A_client_from_before_the_cookie_is_known_by_the_rest_of_its_request(string via)
    {
        _fixture.ReceiveRequest("INVITE", via: via);
        _fixture.ReceiveRequest("INVITE", via: via);
        Assert.Equal(["request INVITE"], _fixture.User.Take());
        _fixture.Respond(486);
        _fixture.ReceiveRequest("ACK", via: via, toTag: _fixture.User.LastRequest!.LocalTag.ToString("x16"));
        Assert.Equal(0, _fixture.Layer.ActiveServers);
        Assert.Equal(1, _fixture.Layer.LingeringCount);

        _fixture.ReceiveRequest("INVITE", via: via, cseq: 2);
        Assert.Equal(["request INVITE"], _fixture.User.Take());
        _fixture.ReceiveRequest("INVITE", via: via, callId: "other");
        Assert.Equal(["request INVITE"], _fixture.User.Take());
    }

    [Fact]
    public void A_client_from_before_the_cookie_can_cancel()
    {
        const string Old = "Via: SIP/2.0/UDP 192.0.2.7:5070";
        _fixture.ReceiveRequest("INVITE", via: Old);
        _fixture.ReceiveRequest("CANCEL", via: Old);

        Assert.Equal(["request INVITE", "cancelled"], _fixture.User.Take());
    }
}
