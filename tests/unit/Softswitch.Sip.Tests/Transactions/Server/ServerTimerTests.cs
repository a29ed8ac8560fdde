namespace Softswitch.Sip.Tests.Transactions.Server;

/// <summary>Timers G, H, I, J and L at their exact times (RFC 3261 §17.2, RFC 6026 §8.5).</summary>
public sealed class ServerTimerTests
{
    private readonly TransactionFixture _fixture = new();

    [Fact]
    public void Timer_G_doubles_to_T2_and_timer_H_reports_the_missing_ACK()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(486);
        _fixture.Sender.TakeStartLines();
        _fixture.User.Take();
        var now = 0;
        foreach (var time in new[] { 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500 })
        {
            _fixture.Pass(time - now - 10);
            Assert.Empty(_fixture.Sender.Sent);
            _fixture.Pass(10);
            Assert.Equal(["SIP/2.0 486 Busy Here"], _fixture.Sender.TakeStartLines());
            now = time;
        }

        _fixture.Pass(490);
        Assert.Empty(_fixture.User.Take());
        _fixture.Pass(10);
        Assert.Equal(["server Timeout"], _fixture.User.Take());
        Assert.Empty(_fixture.Sender.Sent);
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void On_a_stream_a_rejection_is_sent_once_and_timer_H_is_the_same()
    {
        _fixture.ReceiveRequest("INVITE", reliable: true);
        _fixture.Respond(486);
        _fixture.Sender.TakeStartLines();
        _fixture.User.Take();
        _fixture.Pass(31_990);
        Assert.Empty(_fixture.Sender.Sent);
        Assert.Empty(_fixture.User.Take());

        _fixture.Pass(10);
        Assert.Equal(["server Timeout"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(false, 5_000)]
    [InlineData(true, 0)]
    public void Timer_I_ends_a_rejection_that_was_acknowledged(bool reliable, int lasts)
    {
        _fixture.ReceiveRequest("INVITE", reliable: reliable);
        _fixture.Respond(404);
        _fixture.Pass(80);
        _fixture.ReceiveRequest("ACK", reliable: reliable, toTag: "x");

        AssertLingers(lasts);
        Assert.DoesNotContain("ack", _fixture.User.Events);
    }

    [Theory]
    [InlineData(200, false, 32_000)]
    [InlineData(404, false, 32_000)]
    [InlineData(200, true, 0)]
    public void Timer_J_ends_what_was_answered(int status, bool reliable, int lasts)
    {
        _fixture.ReceiveRequest("OPTIONS", reliable: reliable);
        _fixture.Pass(40);
        _fixture.Respond(status);

        AssertLingers(lasts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Timer_L_ends_an_accepted_INVITE_whether_acknowledged(bool reliable)
    {
        _fixture.ReceiveRequest("INVITE", reliable: reliable);
        _fixture.Respond(200);
        Assert.Equal(1, _fixture.Layer.ActiveServers);
        _fixture.Worker.Do(() => _fixture.User.LastRequest!.Acknowledged());

        AssertLingers(32_000);
    }

    [Fact]
    public void Timer_L_ends_an_accepted_INVITE_that_nobody_acknowledged()
    {
        _fixture.ReceiveRequest("INVITE");
        _fixture.Respond(200);
        _fixture.Pass(31_990);
        Assert.Equal(1, _fixture.Layer.ActiveServers);

        _fixture.Pass(10);
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void A_request_that_is_never_answered_is_given_up_when_its_client_has()
    {
        _fixture.ReceiveRequest("INFO", toTag: "ours");
        _fixture.Pass(31_990);
        Assert.Equal(1, _fixture.Layer.ActiveServers);

        _fixture.Pass(10);
        Assert.Equal(["request INFO", "server Timeout"], _fixture.User.Take());
        Assert.Empty(_fixture.Sender.Sent);
        _fixture.AssertNothingIsLeft();
    }

    private void AssertLingers(int duration)
    {
        Assert.Equal(0, _fixture.Layer.ActiveServers);
        if (duration > 0)
        {
            _fixture.Pass(duration - 10);
            Assert.Equal(1, _fixture.Layer.LingeringCount);
            _fixture.Pass(10);
        }

        _fixture.AssertNothingIsLeft();
    }
}
