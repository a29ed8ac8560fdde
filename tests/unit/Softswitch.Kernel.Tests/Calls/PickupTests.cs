using System.Text;
using Softswitch.Kernel.Storage;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>100 calls 101, which rings, and 102 asks for its place: an INVITE with Replaces of an early dialog (RFC 3891).</summary>
public sealed class PickupTests
{
    private const string Speech = "m=audio 4000 RTP/AVP 0 8\r\n" + Connection;
    private const string Connection = "c=IN IP4 192.0.2.1\r\n";

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(1, ";early-only")]
    public void Whoever_takes_the_call_talks_to_the_caller_and_the_phones_that_rang_list_no_missed_call(int workers, string more)
    {
        for (var attempt = 0; attempt < (workers == 1 ? 1 : 6); attempt++)
        {
            var world = new SimulatedSwitch(workers);
            world.Ring("200", "101", "103");
            for (var before = 0; before < attempt; before++) world.Do(() => world.Talk("103", "104").Caller.Hangup(EndCause.Normal));
            world.Phone("103").Events.Clear();
            var caller = world.Call("100", "200", media: Speech);
            world.Do(() => world.Phone("101").Session.Ring(180));
            var taker = world.Call("102", "101", headers: Replaces(world.Phone("101").Session, more), media: Speech);

            Assert.Contains("answered 102", world.Phone("100").Events);
            Assert.Contains("answered 100", world.Phone("102").Events);
            Assert.Equal("Call completed elsewhere", world.Phone("101").Cause.Text);
            Assert.Equal("Call completed elsewhere", world.Phone("103").Cause.Text);
            Assert.Equal((SessionState.Confirmed, SessionState.Confirmed), (caller.State, taker.State));
            world.Do(() => taker.Offer(Endpoint.Sdp("hold")));
            Assert.Contains("offer hold", world.Phone("100").Events);
            world.Do(() => caller.AnswerOffer(Endpoint.Sdp("held")));
            world.Do(() => taker.Hangup(EndCause.Normal));
            Assert.Equal(SessionState.Ended, caller.State);
            var record = world.Records[^1];
            Assert.Equal(("102", 200, CallEnder.Callee), (record.Callee, record.SipStatus, record.EndedBy));
            Assert.Equal(Encoding.ASCII.GetString(taker.CallId), record.CalleeCallId);
            world.AssertNothingLeft();
        }
    }

    [Fact]
    public void Without_a_codec_in_common_it_is_refused_and_goes_on_ringing()
    {
        var world = new SimulatedSwitch();
        world.Call("100", "101", media: "m=audio 4000 RTP/AVP 0\r\n" + Connection);
        world.Do(() => world.Phone("101").Session.Ring(180));
        world.Call("102", "101", headers: Replaces(world.Phone("101").Session), media: "m=audio 5000 RTP/AVP 8\r\n" + Connection);
        Assert.Contains("rejected 488", world.Phone("102").Events);
        world.Do(() => world.Phone("101").Session.Answer(Endpoint.Sdp("101")));
        Assert.Contains("answered 101", world.Phone("100").Events);
        world.Do(() => world.Phone("101").Session.Hangup(EndCause.Normal));
        Assert.Equal("101", world.Record.Callee);
        world.AssertNothingLeft();
    }

    [Fact]
    public void Without_a_media_port_it_is_refused_and_goes_on_ringing()
    {
        var world = new SimulatedSwitch();
        world.Call("100", "101", media: Speech);
        world.Do(() => world.Phone("101").Session.Ring(180));
        world.Media.Ports = 1;
        world.Call("102", "101", headers: Replaces(world.Phone("101").Session), media: Speech);
        world.Media.Ports = int.MaxValue;
        Assert.Contains("rejected 503", world.Phone("102").Events);
        world.Do(() => world.Phone("101").Session.Answer(Endpoint.Sdp("101")));
        Assert.Contains("answered 101", world.Phone("100").Events);
        world.Do(() => world.Phone("101").Session.Hangup(EndCause.Normal));
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_taker_without_an_offer_is_offered_the_callers_and_its_answer_is_the_callers()
    {
        var world = new SimulatedSwitch();
        var caller = world.Call("100", "101");
        world.Do(() => world.Phone("101").Session.Ring(180));
        var taker = world.Call("102", "101", withOffer: false, headers: Replaces(world.Phone("101").Session));
        Assert.Contains("answered 100", world.Phone("102").Events);
        Assert.Equal("Call completed elsewhere", world.Phone("101").Cause.Text);
        world.Do(() => taker.AnswerOffer(Endpoint.Sdp("102")));
        Assert.Contains("answered 102", world.Phone("100").Events);
        world.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Ended, taker.State);
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_caller_without_an_offer_is_offered_the_takers_and_its_answer_is_the_takers()
    {
        var world = new SimulatedSwitch();
        var caller = world.Call("100", "101", withOffer: false);
        world.Do(() => world.Phone("101").Session.Ring(180));
        var taker = world.Call("102", "101", headers: Replaces(world.Phone("101").Session));
        Assert.Contains("answered 102", world.Phone("100").Events);
        world.Do(() => caller.AnswerOffer(Endpoint.Sdp("100")));
        Assert.Contains("answered 100", world.Phone("102").Events);
        world.Do(() => taker.Hangup(EndCause.Normal));
        Assert.Equal(SessionState.Ended, caller.State);
        world.AssertNothingLeft();
    }

    [Fact]
    public void A_caller_that_heard_an_announcement_is_told_of_the_taker()
    {
        var world = new SimulatedSwitch();
        var caller = world.Call("100", "101", media: Speech);
        world.Do(() => world.Phone("101").Session.Ring(183, Endpoint.Sdp("announcement")));
        world.Phone("100").WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("100 again"));
        world.Phone("102").WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("102 again"));
        world.Call("102", "101", headers: Replaces(world.Phone("101").Session), media: Speech);
        world.Advance(3);
        Assert.Equal("102", world.Phone("100").Events.Select(heard => heard.Split(' ')).Last(heard => heard[0] is "answered" or "offer")[1]);
        Assert.Equal(SessionState.Confirmed, caller.State);
        world.Do(() => caller.Hangup(EndCause.Normal));
        world.AssertNothingLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_caller_that_gives_up_before_the_last_answer_leaves_nothing(bool withCallersOffer)
    {
        var world = new SimulatedSwitch();
        var caller = world.Call("100", "101", withOffer: withCallersOffer);
        world.Do(() => world.Phone("101").Session.Ring(180));
        var taker = world.Call("102", "101", withOffer: !withCallersOffer, headers: Replaces(world.Phone("101").Session));
        world.Do(() => caller.Hangup(EndCause.Normal));
        // The taker that has not sent its ACK cannot be sent a BYE (RFC 3261 §15).
        world.Advance(40);
        Assert.Equal(SessionState.Ended, taker.State);
        world.AssertNothingLeft();
    }

    [Fact]
    public void The_early_dialog_of_the_caller_itself_is_none_that_may_be_replaced()
    {
        var world = new SimulatedSwitch();
        var caller = world.Call("100", "101", media: Speech);
        world.Do(() => world.Phone("101").Session.Ring(180));
        world.Call("102", "101", headers: Replaces(caller), media: Speech);
        Assert.Contains("rejected 481", world.Phone("102").Events);
        world.Do(() => caller.Hangup(EndCause.Normal));
        world.AssertNothingLeft();
    }

    private static string Replaces(InviteSession phone, string more = "") =>
        $"Replaces: {Encoding.ASCII.GetString(phone.CallId)};to-tag={Encoding.ASCII.GetString(phone.RemoteTag)};from-tag={phone.LocalTag:x16}{more}\r\n";
}
