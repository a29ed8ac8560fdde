namespace Softswitch.Sip.Tests.Transactions.Server;

/// <summary>What is refused before it becomes a transaction.</summary>
public sealed class RefusalTests
{
    private readonly TransactionFixture _fixture = new();

    [Theory]
    [InlineData("INVITE")]
    [InlineData("OPTIONS")]
    public void The_same_request_come_by_another_way_is_merged_with_482(string method)
    {
        _fixture.ReceiveRequest(method);
        _fixture.ReceiveRequest(method, branch: "z9hG4bKother");

        Assert.Equal("SIP/2.0 482 Loop Detected", _fixture.Sender.Last.StartLine);
        Assert.Equal(["request " + method], _fixture.User.Take());
    }

    [Fact]
    public void It_is_merged_too_when_the_first_copy_was_answered_2xx_and_not_when_it_was_rejected()
    {
        _fixture.User.WhenRequested = (transaction, _) => transaction.Respond(200);
        _fixture.ReceiveRequest("OPTIONS");
        _fixture.ReceiveRequest("OPTIONS", branch: "z9hG4bKtwo");
        Assert.Equal("SIP/2.0 482 Loop Detected", _fixture.Sender.Last.StartLine);

        _fixture.User.WhenRequested = (transaction, _) => transaction.Respond(404);
        _fixture.ReceiveRequest("OPTIONS", branch: "z9hG4bKthree", cseq: 2);
        _fixture.ReceiveRequest("OPTIONS", branch: "z9hG4bKfour", cseq: 2);
        Assert.Equal("SIP/2.0 404 Not Found", _fixture.Sender.Last.StartLine);
    }

    [Fact]
    public void Within_a_dialog_and_with_another_CSeq_nothing_is_merged()
    {
        _fixture.ReceiveRequest("INFO", toTag: "x");
        _fixture.ReceiveRequest("INFO", branch: "z9hG4bKtwo", toTag: "x");
        _fixture.ReceiveRequest("REGISTER", branch: "z9hG4bKthree", cseq: 5);
        _fixture.ReceiveRequest("REGISTER", branch: "z9hG4bKfour", cseq: 6);

        Assert.Equal(4, _fixture.User.Take().Length);
    }

    [Theory]
    [InlineData("INVITE", "483 Too Many Hops")]
    [InlineData("MESSAGE", "483 Too Many Hops")]
    public void What_would_be_passed_on_and_has_no_hop_left_is_refused(string method, string answer)
    {
        _fixture.Receive(TransactionFixture.Request(method).Replace("Max-Forwards: 70", "Max-Forwards: 0", StringComparison.Ordinal));

        Assert.Equal("SIP/2.0 " + answer, _fixture.Sender.Last.StartLine);
        Assert.Empty(_fixture.User.Take());
    }

    [Theory]
    [InlineData("OPTIONS", "0")]
    [InlineData("REGISTER", "0")]
    [InlineData("INVITE", "1")]
    [InlineData("INVITE", "300")]
    public void What_ends_here_needs_no_hop_and_what_is_passed_on_one(string method, string said)
    {
        _fixture.Receive(TransactionFixture.Request(method).Replace("Max-Forwards: 70", "Max-Forwards: " + said, StringComparison.Ordinal));

        Assert.NotNull(_fixture.User.LastRequest);
    }

    [Theory]
    [InlineData("Max-Forwards: 70", "Max-Forwards: many")]
    [InlineData("Max-Forwards: 70", "Max-Forwards: -1")]
    [InlineData("From: ", "X-From: ")]
    [InlineData("To: ", "X-To: ")]
    [InlineData("Call-ID: ", "X-Call-ID: ")]
    [InlineData("CSeq: 1", "CSeq: one")]
    [InlineData("Content-Length: 0", "Content-Length: 10")]
    public void What_is_malformed_is_answered_400_without_a_transaction(string there, string instead)
    {
        _fixture.Receive(TransactionFixture.Request("OPTIONS").Replace(there, instead, StringComparison.Ordinal));

        Assert.StartsWith("SIP/2.0 400 ", _fixture.Sender.Last.StartLine, StringComparison.Ordinal);
        Assert.Contains("branch=z9hG4bKone", _fixture.Sender.Last["Via"], StringComparison.Ordinal);
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void Another_version_is_answered_505()
    {
        _fixture.Receive(TransactionFixture.Request("OPTIONS").Replace("SIP/2.0\n", "SIP/7.0\n", StringComparison.Ordinal));

        Assert.StartsWith("SIP/2.0 505 ", _fixture.Sender.Last.StartLine, StringComparison.Ordinal);
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void An_ACK_is_never_answered_and_a_request_without_a_usable_Via_neither()
    {
        _fixture.Receive(TransactionFixture.Request("ACK").Replace("CSeq: 1", "CSeq: one", StringComparison.Ordinal));
        _fixture.Receive(TransactionFixture.Request("OPTIONS").Replace("Via: ", "X-Via: ", StringComparison.Ordinal));
        _fixture.Receive(TransactionFixture.Request("OPTIONS", via: "Via: nonsense"));

        Assert.Empty(_fixture.Sender.Sent);
        Assert.Empty(_fixture.User.Take());
        Assert.Equal(3, _fixture.Layer.Counters.Dropped);
    }

    [Fact]
    public void Beyond_its_bound_a_worker_refuses_new_calls_and_still_takes_what_ends_them()
    {
        var fixture = new TransactionFixture(new TransactionLimits { ServerTransactions = 4, RetryAfter = 7 });
        for (var i = 0; i < 5; i++) fixture.ReceiveRequest("INVITE", branch: "z9hG4bK" + i, callId: "call" + i);

        Assert.Equal("SIP/2.0 503 Service Unavailable", fixture.Sender.Last.StartLine);
        Assert.Equal("7", fixture.Sender.Last["Retry-After"]);
        fixture.ReceiveRequest("BYE", branch: "z9hG4bKbye", callId: "call1", toTag: "x", cseq: 2);
        Assert.Equal(["INVITE", "INVITE", "INVITE", "INVITE", "BYE"], fixture.User.Take().Select(text => text[8..]));
        Assert.Equal(1, fixture.Layer.Counters.Refused);
    }

    [Fact]
    public void A_flood_of_refusals_is_answered_no_faster_than_the_limit()
    {
        var fixture = new TransactionFixture(new TransactionLimits { StatelessResponses = 10 });
        for (var i = 0; i < 100; i++) fixture.Receive(TransactionFixture.Request("OPTIONS").Replace("CSeq: 1", "CSeq: x", StringComparison.Ordinal));
        Assert.Equal(10, fixture.Sender.Sent.Count);

        fixture.Pass(1000);
        fixture.Receive(TransactionFixture.Request("OPTIONS").Replace("CSeq: 1", "CSeq: x", StringComparison.Ordinal));
        Assert.Equal(11, fixture.Sender.Sent.Count);
    }
}
