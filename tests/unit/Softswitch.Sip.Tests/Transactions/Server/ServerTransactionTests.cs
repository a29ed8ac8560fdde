namespace Softswitch.Sip.Tests.Transactions.Server;

public sealed class ServerTransactionTests
{
    private readonly TransactionFixture _fixture = new();

    [Fact]
    public void An_INVITE_is_told_100_without_a_tag_if_its_user_says_nothing_at_once()
    {
        _fixture.ReceiveRequest("INVITE", more: "Timestamp: 54\nRecord-Route: <sip:edge.example;lr>\n");

        var trying = Assert.Single(_fixture.Sender.Sent);
        Assert.Equal("SIP/2.0 100 Trying", trying.StartLine);
        Assert.Equal("<sip:200@192.0.2.1>", trying["To"]);
        Assert.Equal("54", trying["Timestamp"]);
        Assert.Null(trying["Record-Route"]);
    }

    [Fact]
    public void An_INVITE_that_is_answered_at_once_needs_no_100()
    {
        _fixture.User.WhenRequested = (transaction, _) => transaction.Respond(404);
        _fixture.ReceiveRequest("INVITE");

        Assert.Equal(["SIP/2.0 404 Not Found"], _fixture.Sender.TakeStartLines());
    }

    [Fact]
    public void A_response_repeats_what_RFC_3261_wants_repeated_and_adds_our_tag()
    {
        _fixture.ReceiveRequest(
            "INVITE", more: "Via: SIP/2.0/TCP first.example;branch=z9hG4bKfirst\nRecord-Route: <sip:b.example;lr>\nRecord-Route: <sip:a.example;lr>\n");
        _fixture.Respond(180);

        var ringing = _fixture.Sender.Last;
        Assert.Equal(
            "SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bKone;received=192.0.2.7;rport=5070|SIP/2.0/TCP first.example;branch=z9hG4bKfirst",
            ringing["Via"]);
        Assert.Equal("<sip:100@192.0.2.1>;tag=from-1", ringing["From"]);
        Assert.Equal($"<sip:200@192.0.2.1>;tag={_fixture.User.LastRequest!.LocalTag:x16}", ringing["To"]);
        Assert.Equal("call-1", ringing["Call-ID"]);
        Assert.Equal("1 INVITE", ringing["CSeq"]);
        Assert.Equal("<sip:b.example;lr>|<sip:a.example;lr>", ringing["Record-Route"]);

        _fixture.Respond(486);
        Assert.Equal(ringing["To"], _fixture.Sender.Last["To"]);
        Assert.Null(_fixture.Sender.Last["Record-Route"]);
    }

    [Fact]
    public void A_To_that_has_a_tag_keeps_it()
    {
        _fixture.ReceiveRequest("BYE", toTag: "mine");
        _fixture.Respond(200);

        Assert.Equal("<sip:200@192.0.2.1>;tag=mine", _fixture.Sender.Last["To"]);
    }

    [Fact]
    public void A_retransmitted_INVITE_gets_the_last_response_and_the_user_hears_nothing()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(183);
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(486);
        _fixture.ReceiveRequest("INVITE");

        Assert.Equal(["request INVITE"], _fixture.User.Take());
        Assert.Equal(["100", "100", "183", "183", "486", "486"], _fixture.Sender.TakeStartLines().Select(line => line[8..11]));
    }

    [Fact]
    public void A_retransmitted_INVITE_that_was_accepted_is_absorbed()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(200);
        _fixture.ReceiveRequest("INVITE");
        _fixture.Worker.Do(() => _fixture.User.LastRequest!.Acknowledged());
        _fixture.ReceiveRequest("INVITE");

        Assert.Equal(["request INVITE"], _fixture.User.Take());
        Assert.Equal(2, _fixture.Sender.Sent.Count);
    }

    [Fact]
    public void A_2xx_is_retransmitted_by_its_user_until_the_ACK()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(200);
        var ok = _fixture.Sender.Last;
        _fixture.Worker.Do(() => _fixture.User.LastRequest!.Retransmit());
        Assert.Equal(ok, _fixture.Sender.Last);

        _fixture.Worker.Do(() => _fixture.User.LastRequest!.Acknowledged());
        _fixture.Sender.TakeStartLines();
        _fixture.Worker.Do(() => _fixture.User.LastRequest!.Retransmit());
        Assert.Empty(_fixture.Sender.Sent);
    }

    [Fact]
    public void The_ACK_to_a_2xx_goes_to_the_core_even_with_the_branch_of_its_INVITE()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(200);
        _fixture.ReceiveRequest("ACK", branch: "z9hG4bKtwo", toTag: "x");
        _fixture.ReceiveRequest("ACK", toTag: "x");
        _fixture.Worker.Do(() => _fixture.User.LastRequest!.Acknowledged());
        _fixture.ReceiveRequest("ACK", toTag: "x");

        Assert.Equal(["request INVITE", "ack", "ack", "ack"], _fixture.User.Take());
    }

    [Fact]
    public void A_retransmitted_request_gets_its_answer_again_and_the_user_hears_nothing()
    {
        _fixture.ReceiveRequest("OPTIONS");
        _fixture.ReceiveRequest("OPTIONS");
        Assert.Empty(_fixture.Sender.Sent);
        _fixture.Respond(200);
        var ok = _fixture.Sender.Last;
        _fixture.ReceiveRequest("OPTIONS");

        Assert.Equal(2, _fixture.Sender.Sent.Count);
        Assert.Equal(ok, _fixture.Sender.Last);
        Assert.Equal(["request OPTIONS"], _fixture.User.Take());
    }

    [Fact]
    public void A_second_final_response_is_not_sent()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(486);
        _fixture.Respond(200);
        _fixture.ReceiveRequest("OPTIONS", branch: "z9hG4bKtwo", cseq: 2);
        _fixture.Respond(200);
        _fixture.Respond(500);

        Assert.Equal(["100", "486", "200"], _fixture.Sender.TakeStartLines().Select(line => line[8..11]));
    }

    [Fact]
    public void A_fault_of_the_core_is_a_500_and_leaves_no_transaction_behind()
    {
        _fixture.User.WhenRequested = (_, _) => throw new InvalidOperationException("fault");

        Assert.Throws<InvalidOperationException>(() => _fixture.ReceiveRequest("OPTIONS"));
        Assert.Equal(["SIP/2.0 500 Server Internal Error"], _fixture.Sender.TakeStartLines());
        Assert.Equal(0, _fixture.Layer.ActiveServers);
    }

    [Fact]
    public void What_is_forgotten_leaves_nothing_and_is_handled_again_with_the_same_tag()
    {
        _fixture.User.WhenRequested = (transaction, _) =>
        {
            transaction.Forget();
            transaction.Respond(401);
        };
        _fixture.ReceiveRequest("REGISTER");
        _fixture.AssertNothingIsLeft();
        _fixture.ReceiveRequest("REGISTER");

        Assert.Equal(["request REGISTER", "request REGISTER"], _fixture.User.Take());
        Assert.Equal(_fixture.Sender.Sent[0], _fixture.Sender.Sent[1]);
    }

    [Fact]
    public void A_challenged_INVITE_is_told_once_and_its_ACK_concerns_nobody_here()
    {
        _fixture.User.WhenRequested = (transaction, _) =>
        {
            transaction.Forget();
            transaction.Respond(401);
        };
        _fixture.ReceiveRequest("INVITE");
        _fixture.AssertNothingIsLeft();
        _fixture.Pass(32_000);
        Assert.Equal(["SIP/2.0 401 Unauthorized"], _fixture.Sender.TakeStartLines());
        _fixture.ReceiveRequest("ACK", toTag: "x");

        Assert.Equal(["request INVITE", "ack"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void A_response_over_a_connection_that_is_gone_goes_over_a_new_one_to_the_port_of_the_Via()
    {
        _fixture.ReceiveRequest("INVITE", reliable: true);
        _fixture.Respond(486);
        _fixture.Worker.Do(() => _fixture.Sender.Fail(1));
        Assert.Equal(TransactionFixture.Peer(SipTransport.Tcp) with { Connection = 0 }, _fixture.Sender.Last.To);
        Assert.Equal("SIP/2.0 486 Busy Here", _fixture.Sender.Last.StartLine);

        _fixture.Worker.Do(() => _fixture.Sender.Fail(2));
        Assert.Equal(["request INVITE", "server Transport"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }
}
