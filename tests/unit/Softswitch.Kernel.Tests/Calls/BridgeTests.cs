using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

public sealed class BridgeTests
{
    private readonly SimulatedSwitch _switch = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_offer_of_one_party_is_the_others_to_answer(bool byCaller)
    {
        var (caller, callee) = _switch.Talk("100", "101");
        var (offerer, answerer, offererPhone, answererPhone) = byCaller ? (caller, callee, "100", "101") : (callee, caller, "101", "100");
        _switch.Do(() => offerer.Offer(Endpoint.Sdp("hold")));
        Assert.Equal(["offer hold"], _switch.Phone(answererPhone).Events);
        _switch.Do(() => answerer.AnswerOffer(Endpoint.Sdp("held")));
        Assert.Equal(["offer answered held"], _switch.Phone(offererPhone).Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void An_offer_that_is_refused_leaves_everything_as_it_was()
    {
        var (caller, callee) = _switch.Talk("100", "101");
        _switch.Do(() => caller.Offer(Endpoint.Sdp("video")));
        _switch.Do(() => callee.RejectOffer(488));
        Assert.Equal(["offer rejected 488"], _switch.Phone("100").Events);
        _switch.Do(() => callee.Offer(Endpoint.Sdp("again")));
        _switch.Do(() => caller.AnswerOffer(Endpoint.Sdp("fine")));
        Assert.Contains("offer answered fine", _switch.Phone("101").Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_mere_refresh_does_not_bother_the_other_party()
    {
        var (caller, _) = _switch.Talk("100", "101");
        _switch.Do(() => caller.Offer(Endpoint.Sdp("100")));
        Assert.Equal(["offer answered 101"], _switch.Phone("100").Events);
        Assert.Empty(_switch.Phone("101").Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_refresh_after_a_refusal_is_answered_with_what_was_told_before()
    {
        var (caller, callee) = _switch.Talk("100", "101");
        _switch.Do(() => caller.Offer(Endpoint.Sdp("video")));
        _switch.Do(() => callee.RejectOffer(488));
        _switch.Do(() => callee.Offer(Endpoint.Sdp("101")));
        Assert.Contains("offer answered 100", _switch.Phone("101").Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void Offers_that_cross_are_settled_and_both_come_through()
    {
        var (caller, callee) = _switch.Talk("100", "101");
        _switch.Phone("100").WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("100 answers"));
        _switch.Phone("101").WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("101 answers"));
        _switch.Do(() =>
        {
            caller.Offer(Endpoint.Sdp("from 100"));
            callee.Offer(Endpoint.Sdp("from 101"));
        });
        _switch.Advance(15);
        Assert.Contains("offer answered 101 answers", _switch.Phone("100").Events);
        Assert.Contains("offer answered 100 answers", _switch.Phone("101").Events);
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void INFO_goes_through_to_the_other_party()
    {
        var (caller, callee) = _switch.Talk("100", "101");
        _switch.Do(() => caller.Send(SipMethod.Info, "application/dtmf-relay"u8, "Signal=5\r\nDuration=160\r\n"u8));
        Assert.Equal(["request INFO"], _switch.Phone("101").Events);
        _switch.Do(() => callee.Hangup(EndCause.Normal));
        _switch.AssertNothingLeft();
    }
}
