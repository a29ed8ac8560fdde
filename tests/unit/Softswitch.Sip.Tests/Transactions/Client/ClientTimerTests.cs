namespace Softswitch.Sip.Tests.Transactions.Client;

/// <summary>Timers A, B, D, E, F, K and M at their exact times (RFC 3261 §17.1, RFC 6026 §8.4).</summary>
public sealed class ClientTimerTests
{
    private readonly TransactionFixture _fixture = new();

    [Fact]
    public void Timer_A_doubles_without_end_and_timer_B_ends_it()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        AssertSendsAt(0, 500, 1500, 3500, 7500, 15500, 31500);

        Assert.Equal(["client Timeout"], _fixture.User.Take());
        Assert.False(transaction.IsPending);
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void Timer_E_doubles_to_T2_and_timer_F_ends_it()
    {
        _ = _fixture.Send(SipMethod.Bye);
        AssertSendsAt(0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500);

        Assert.Equal(["client Timeout"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void Timer_E_is_T2_from_the_first_provisional_response_on()
    {
        _ = _fixture.Send(SipMethod.Bye);
        var request = _fixture.Sender.Last;
        _fixture.Pass(600);
        _fixture.Answer(request, 100);

        // The timer that runs goes on to its end, 1500 ms after the start; from there T2.
        AssertSendsAt(600, 1500, 5500, 9500, 13500, 17500, 21500, 25500, 29500);
    }

    [Theory]
    [InlineData(SipMethod.Invite)]
    [InlineData(SipMethod.Options)]
    public void On_a_stream_nothing_is_retransmitted_and_the_time_limit_is_the_same(SipMethod method)
    {
        _ = _fixture.Send(method, reliable: true);
        _fixture.Pass(31_990);
        Assert.Single(_fixture.Sender.Sent);
        Assert.Empty(_fixture.User.Take());

        _fixture.Pass(10);
        Assert.Equal(["client Timeout"], _fixture.User.Take());
        _fixture.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(SipMethod.Invite, 486, false, 32_000)]
    [InlineData(SipMethod.Invite, 486, true, 0)]
    [InlineData(SipMethod.Invite, 200, false, 32_000)]
    [InlineData(SipMethod.Invite, 200, true, 32_000)]
    [InlineData(SipMethod.Bye, 200, false, 5_000)]
    [InlineData(SipMethod.Bye, 481, false, 5_000)]
    [InlineData(SipMethod.Bye, 200, true, 0)]
    public void Timers_D_M_and_K_end_what_was_answered(SipMethod method, int status, bool reliable, int lasts)
    {
        _ = _fixture.Send(method, reliable);
        _fixture.Pass(120);
        _fixture.Answer(_fixture.Sender.Last, status);

        Assert.Equal(["response " + status], _fixture.User.Take());
        Assert.Equal(0, _fixture.Layer.ActiveClients);
        if (lasts > 0)
        {
            _fixture.Pass(lasts - 10);
            Assert.Equal(1, _fixture.Layer.LingeringCount);
            _fixture.Pass(10);
        }

        _fixture.AssertNothingIsLeft();
    }

    [Fact]
    public void A_ringing_INVITE_is_neither_retransmitted_nor_limited_in_time()
    {
        var transaction = _fixture.Send(SipMethod.Invite);
        _fixture.Answer(_fixture.Sender.Last, 180);
        _fixture.Sender.TakeStartLines();
        _fixture.Pass(300_000);

        Assert.Empty(_fixture.Sender.Sent);
        Assert.True(transaction.IsPending);
        Assert.Equal(0, _fixture.Worker.Timers.Count);
    }

    private void AssertSendsAt(int now, params int[] times)
    {
        _fixture.Sender.TakeStartLines();
        foreach (var time in times)
        {
            _fixture.Pass(time - now - 10);
            Assert.Empty(_fixture.Sender.Sent);
            _fixture.Pass(10);
            Assert.Single(_fixture.Sender.TakeStartLines());
            now = time;
        }

        _fixture.Pass(32_000 - now - 10);
        Assert.DoesNotContain("client Timeout", _fixture.User.Events);
        _fixture.Pass(10);
        Assert.Empty(_fixture.Sender.Sent);
    }
}
