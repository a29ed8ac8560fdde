namespace Softswitch.Sip.Tests.Transactions.Client;

public sealed class ClientTransactionTests
{
    private readonly TransactionFixture _fixture = new();

    [Fact]
    public void A_request_begins_with_its_line_our_Via_and_Max_Forwards()
    {
        _ = _fixture.Send(SipMethod.Options);

        Assert.StartsWith("OPTIONS sip:100@192.0.2.7:5070 SIP/2.0\r\nVia: ", _fixture.Sender.Last.Text, StringComparison.Ordinal);
        Assert.Matches("^SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK[0-9a-f]{16};rport$", _fixture.Sender.Last["Via"]);
        Assert.Equal("70", _fixture.Sender.Last["Max-Forwards"]);
        Assert.Equal("0", _fixture.Sender.Last["Content-Length"]);
    }

    [Fact]
    public void Each_request_has_a_branch_of_its_own()
    {
        for (var i = 0; i < 100; i++) _ = _fixture.Send(SipMethod.Options);

        Assert.Equal(100, _fixture.Sender.Sent.Select(sent => sent["Via"]).Distinct().Count());
    }

    [Fact]
    public void Provisional_responses_and_one_final_response_go_up()
    {
        _ = _fixture.Send(SipMethod.Invite);
        var invite = _fixture.Sender.Last;
        foreach (var status in new[] { 100, 180, 183, 180, 200 }) _fixture.Answer(invite, status);

        Assert.Equal(["response 100", "response 180", "response 183", "response 180", "response 200"], _fixture.User.Take());
    }

    [Fact]
    public void A_rejection_is_acknowledged_by_the_transaction_each_time_it_comes()
    {
        _ = _fixture.Send(SipMethod.Invite, more: "Route: <sip:a.example;lr>, <sip:b.example;lr>\r\n");
        var invite = _fixture.Sender.Last;
        _fixture.Answer(invite, 486, toTag: "busy");
        var ack = _fixture.Sender.Last;
        _fixture.Answer(invite, 486, toTag: "busy");

        Assert.Equal(["response 486"], _fixture.User.Take());
        Assert.Equal(3, _fixture.Sender.Sent.Count);
        Assert.Equal(ack, _fixture.Sender.Last);
        Assert.Equal("ACK sip:100@192.0.2.7:5070 SIP/2.0", ack.StartLine);
        Assert.Equal(invite["Via"], ack["Via"]);
        Assert.Equal(invite["From"], ack["From"]);
        Assert.Equal(invite["To"] + ";tag=busy", ack["To"]);
        Assert.Equal("our-call", ack["Call-ID"]);
        Assert.Equal("7 ACK", ack["CSeq"]);
        Assert.Equal("<sip:a.example;lr>|<sip:b.example;lr>", ack["Route"]);
        Assert.Equal(invite.To, ack.To);
    }

    [Fact]
    public void A_rejection_after_ringing_is_acknowledged_though_the_body_is_kept_no_longer()
    {
        _ = _fixture.Send(SipMethod.Invite, body: new byte[900]);
        var invite = _fixture.Sender.Last;
        _fixture.Answer(invite, 180);
        _fixture.Answer(invite, 404);

        Assert.Equal("ACK sip:100@192.0.2.7:5070 SIP/2.0", _fixture.Sender.Last.StartLine);
        Assert.Equal("<sip:100@192.0.2.7>;tag=theirs", _fixture.Sender.Last["To"]);
        Assert.Equal("0", _fixture.Sender.Last["Content-Length"]);
    }

    [Fact]
    public void A_2xx_is_not_acknowledged_here_and_another_one_goes_to_the_core()
    {
        _ = _fixture.Send(SipMethod.Invite);
        var invite = _fixture.Sender.Last;
        _fixture.Answer(invite, 200, "one");
        _fixture.Answer(invite, 200, "one");
        _fixture.Answer(invite, 200, "another-fork");
        _fixture.Answer(invite, 180, "one");
        _fixture.Answer(invite, 486, "third");

        Assert.Equal(["response 200", "stray 200", "stray 200"], _fixture.User.Take());
        Assert.Single(_fixture.Sender.Sent);
    }

    [Fact]
    public void After_timer_M_a_2xx_is_dropped()
    {
        _ = _fixture.Send(SipMethod.Invite);
        var invite = _fixture.Sender.Last;
        _fixture.Answer(invite, 200);
        _fixture.Pass(32_000);
        _fixture.Answer(invite, 200);

        Assert.Equal(["response 200"], _fixture.User.Take());
        Assert.Equal(1, _fixture.Layer.Counters.Dropped);
    }

    [Fact]
    public void A_final_response_of_another_request_comes_again_and_is_absorbed()
    {
        _ = _fixture.Send(SipMethod.Bye);
        var bye = _fixture.Sender.Last;
        _fixture.Answer(bye, 200);
        _fixture.Answer(bye, 200);

        Assert.Equal(["response 200"], _fixture.User.Take());
        Assert.Equal(1, _fixture.Layer.Counters.RetransmissionsReceived);
    }

    [Theory]
    [InlineData("z9hG4bKfeedfeedfeedfeed")]
    [InlineData("z9hG4bKshort")]
    [InlineData("old")]
    public void A_response_that_is_to_no_request_of_ours_is_dropped(string branch)
    {
        _ = _fixture.Send(SipMethod.Bye);
        var bye = _fixture.Sender.Last;
        var others = "SIP/2.0/UDP 192.0.2.1:5060;branch=" + branch;
        _fixture.Answer(new SentMessage(bye.To, bye.Text.Replace(bye["Via"]!, others, StringComparison.Ordinal)), 200);

        Assert.Empty(_fixture.User.Take());
        Assert.Equal(1, _fixture.Layer.Counters.Dropped);
    }

    [Fact]
    public void A_response_with_our_branch_and_another_method_is_dropped()
    {
        _ = _fixture.Send(SipMethod.Bye);
        var bye = _fixture.Sender.Last;
        _fixture.Answer(new SentMessage(bye.To, bye.Text.Replace("7 BYE", "7 INFO", StringComparison.Ordinal)), 200);

        Assert.Empty(_fixture.User.Take());
        Assert.Equal(1, _fixture.Layer.ActiveClients);
    }

    [Theory]
    [InlineData(SipMethod.Invite)]
    [InlineData(SipMethod.Register)]
    public void What_cannot_be_delivered_is_reported_once(SipMethod method)
    {
        _ = _fixture.Send(method);
        _fixture.Sender.Fail(0);
        _fixture.Sender.Fail(0);

        Assert.Equal(["client Transport"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void An_error_that_the_network_reports_after_ringing_changes_nothing()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        _fixture.Answer(_fixture.Sender.Last, 180);
        _fixture.Sender.Fail(0);

        Assert.Equal(["response 180"], _fixture.User.Take());
        Assert.True(transaction.IsPending);
    }

    [Fact]
    public void Whoever_abandons_a_transaction_hears_no_more_of_it()
    {
        var transaction = _fixture.Send(SipMethod.Options);
        transaction.Abandon();
        _fixture.Answer(_fixture.Sender.Last, 200);

        Assert.Empty(_fixture.User.Take());
        Assert.Equal(0, _fixture.Layer.ActiveClients);
    }

    [Fact]
    public void A_2xx_to_an_abandoned_INVITE_goes_to_the_core_that_has_to_acknowledge_it()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        transaction.Abandon();
        _fixture.Answer(_fixture.Sender.Last, 180);
        _fixture.Answer(_fixture.Sender.Last, 200);

        Assert.Equal(["stray 200"], _fixture.User.Take());
    }

    [Fact]
    public void An_ACK_to_a_2xx_is_sent_without_a_transaction()
    {
        _fixture.Worker.Do(() => _fixture.Layer.NewRequest(SipMethod.Ack, "sip:a@b"u8, TransactionFixture.Peer()).SendOnly());

        Assert.Equal(["ACK sip:a@b SIP/2.0"], _fixture.Sender.TakeStartLines());
        _fixture.AssertNothingIsLeft();
    }
}
