namespace Softswitch.Sip.Tests.Transactions.Client;

/// <summary>CANCEL as its client (RFC 3261 §9.1).</summary>
public sealed class CancelTests
{
    private readonly TransactionFixture _fixture = new();

    [Fact]
    public void A_ringing_INVITE_is_cancelled_at_once()
    {
        var transaction = _fixture.Send(SipMethod.Invite, more: "Route: <sip:edge.example;lr>\r\n");
        var invite = _fixture.Sender.Last;
        _fixture.Answer(invite, 180);
        _fixture.Worker.Do(() => Assert.True(transaction.Cancel("SIP;cause=200;text=\"Call completed elsewhere\""u8)));

        var cancel = _fixture.Sender.Last;
        Assert.Equal("CANCEL sip:100@192.0.2.7:5070 SIP/2.0", cancel.StartLine);
        Assert.Equal("7 CANCEL", cancel["CSeq"]);
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\"", cancel["Reason"]);
        foreach (var same in new[] { "Via", "From", "To", "Call-ID", "Route", "Max-Forwards" }) Assert.Equal(invite[same], cancel[same]);
        Assert.Equal(invite.To, cancel.To);
    }

    [Fact]
    public void An_INVITE_that_nobody_has_heard_of_is_cancelled_with_its_first_provisional_response()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        var invite = _fixture.Sender.Last;
        _fixture.Worker.Do(() => Assert.True(transaction.Cancel("SIP;cause=200"u8)));
        Assert.Single(_fixture.Sender.Sent);

        _fixture.Answer(invite, 100);
        Assert.Equal("SIP;cause=200", _fixture.Sender.Last["Reason"]);
        Assert.Equal("CANCEL sip:100@192.0.2.7:5070 SIP/2.0", _fixture.Sender.Last.StartLine);
    }

    [Fact]
    public void The_487_ends_the_INVITE_and_the_200_its_CANCEL()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        var invite = _fixture.Sender.Last;
        _fixture.Answer(invite, 180);
        _fixture.Worker.Do(() => transaction.Cancel());
        _fixture.Answer(_fixture.Sender.Last, 200);
        _fixture.Answer(invite, 487);

        Assert.Equal(["response 180", "response 487"], _fixture.User.Take());
        Assert.Equal("ACK sip:100@192.0.2.7:5070 SIP/2.0", _fixture.Sender.Last.StartLine);
        _fixture.Pass(32_000);
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void A_2xx_that_crosses_the_CANCEL_is_the_final_response()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        var invite = _fixture.Sender.Last;
        _fixture.Answer(invite, 180);
        _fixture.Worker.Do(() => transaction.Cancel());
        _fixture.Answer(invite, 200);
        _fixture.Answer(_fixture.Sender.Last, 481);

        Assert.Equal(["response 180", "response 200"], _fixture.User.Take());
    }

    [Fact]
    public void Without_a_final_response_64_T1_after_the_CANCEL_the_INVITE_has_failed()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        _fixture.Answer(_fixture.Sender.Last, 180);
        _fixture.Pass(10_000);
        _fixture.Worker.Do(() => transaction.Cancel());
        _fixture.Answer(_fixture.Sender.Last, 200);
        _fixture.User.Take();
        _fixture.Pass(31_990);
        Assert.Empty(_fixture.User.Take());

        _fixture.Pass(10);
        Assert.Equal(["client Timeout"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void A_CANCEL_that_is_not_answered_is_retransmitted_like_any_request()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        _fixture.Answer(_fixture.Sender.Last, 180);
        _fixture.Worker.Do(() => transaction.Cancel());
        _fixture.Sender.TakeStartLines();
        _fixture.Pass(1500);

        Assert.Equal(2, _fixture.Sender.TakeStartLines().Count(line => line.StartsWith("CANCEL", StringComparison.Ordinal)));
    }

    [Fact]
    public void It_is_cancelled_once_however_often_it_is_asked_for()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        _fixture.Answer(_fixture.Sender.Last, 180);
        _fixture.Worker.Do(() => Assert.True(transaction.Cancel() && transaction.Cancel()));

        Assert.Equal(2, _fixture.Sender.Sent.Count);
    }

    [Fact]
    public void What_is_over_or_no_INVITE_cannot_be_cancelled()
    {
        var bye = _fixture.Send(SipMethod.Bye);
        var invite = _fixture.Send(SipMethod.Invite);
        _fixture.Answer(_fixture.Sender.Last, 486);

        Assert.False(bye.Cancel());
        Assert.False(invite.Cancel());
    }
}
