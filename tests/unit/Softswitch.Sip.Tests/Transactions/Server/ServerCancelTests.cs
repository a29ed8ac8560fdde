namespace Softswitch.Sip.Tests.Transactions.Server;

/// <summary>CANCEL as its server (RFC 3261 §9.2).</summary>
public sealed class ServerCancelTests
{
    private readonly TransactionFixture _fixture = new();

    [Fact]
    public void The_CANCEL_is_answered_200_with_the_tag_of_the_INVITE_and_the_user_answers_487()
    {
        _fixture.User.WhenCancelled = transaction => transaction.Respond(487);
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(180);
        var tag = _fixture.Sender.Last["To"];
        _fixture.Sender.TakeStartLines();
        _fixture.ReceiveRequest("CANCEL");

        Assert.Equal(["SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated"], _fixture.Sender.Sent.Select(sent => sent.StartLine));
        Assert.Equal(["1 CANCEL", "1 INVITE"], _fixture.Sender.Sent.Select(sent => sent["CSeq"]));
        Assert.All(_fixture.Sender.Sent, sent => Assert.Equal(tag, sent["To"]));
        Assert.Equal(["request INVITE", "cancelled"], _fixture.User.Take());
    }

    [Fact]
    public void An_INVITE_that_nobody_answers_for_is_answered_487()
    {
        _fixture.User.WhenRequested = (transaction, _) => transaction.User = null;
        _fixture.ReceiveRequest("INVITE");
        _fixture.ReceiveRequest("CANCEL");

        Assert.Equal(["100", "200", "487"], _fixture.Sender.TakeStartLines().Select(line => line[8..11]));
    }

    [Fact]
    public void A_CANCEL_that_matches_nothing_is_answered_481()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.ReceiveRequest("CANCEL", branch: "z9hG4bKother");

        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", _fixture.Sender.Last.StartLine);
        Assert.Equal(["request INVITE"], _fixture.User.Take());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(486)]
    public void A_CANCEL_after_the_final_response_is_answered_200_and_does_nothing(int status)
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(status);
        _fixture.ReceiveRequest("CANCEL");
        _fixture.Worker.Do(() => _fixture.User.LastRequest!.Acknowledged());
        _fixture.ReceiveRequest("ACK", toTag: "x");
        _fixture.ReceiveRequest("CANCEL", cseq: 1);

        Assert.Equal(["200", "200"], _fixture.Sender.TakeStartLines().Select(line => line[8..11]).TakeLast(2));
        Assert.DoesNotContain("cancelled", _fixture.User.Events);
    }

    [Fact]
    public void A_retransmitted_CANCEL_gets_its_200_again_and_cancels_once()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.ReceiveRequest("CANCEL");
        _fixture.ReceiveRequest("CANCEL");

        Assert.Equal(["100", "200", "200"], _fixture.Sender.TakeStartLines().Select(line => line[8..11]));
        Assert.Equal(["request INVITE", "cancelled"], _fixture.User.Take());
    }

    [Fact]
    public void A_CANCEL_of_another_request_than_INVITE_finds_nothing_to_cancel()
    {
        _fixture.ReceiveRequest("OPTIONS");
        _fixture.ReceiveRequest("CANCEL");

        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", _fixture.Sender.Last.StartLine);
    }
}
