namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Offer and answer within a confirmed dialog: re-INVITE and UPDATE, glare, overlap (RFC 3261 §14, RFC 3311).</summary>
public sealed class OfferTests
{
    private readonly Pair _pair = Pair.Connected();

    private Endpoint Alice => _pair.Alice;

    private Endpoint Bob => _pair.Bob;

    [Fact]
    public void A_re_INVITE_is_offered_and_answered()
    {
        Alice.Do(session => session.Offer(Endpoint.Sdp("hold")));
        Bob.Do(session => session.AnswerOffer(Endpoint.Sdp("held")));

        Assert.Equal(["alice>bob INVITE+sdp", "bob>alice 100 INVITE", "bob>alice 200 INVITE+sdp", "alice>bob ACK"], _pair.Network.Take());
        Assert.Equal(["offer answered held"], Alice.TakeEvents());
        Assert.Equal(["offer hold"], Bob.TakeEvents());
        Assert.Equal("hold", Endpoint.NameOf(Bob.Session.RemoteSdp));
        Assert.Equal("held", Endpoint.NameOf(Alice.Session.RemoteSdp));
    }

    [Fact]
    public void A_re_INVITE_without_an_offer_gets_one_and_answers_it_in_the_ACK()
    {
        Bob.Do(session => session.Offer(null));
        Alice.Do(session => session.AnswerOffer(Endpoint.Sdp("full")));
        Assert.Equal(["offer full"], Bob.TakeEvents());
        Bob.Do(session => session.AnswerOffer(Endpoint.Sdp("chosen")));

        Assert.Equal(["bob>alice INVITE", "alice>bob 100 INVITE", "alice>bob 200 INVITE+sdp", "bob>alice ACK+sdp"], _pair.Network.Take());
        Assert.Equal(["offer none", "offer answered chosen"], Alice.TakeEvents());
        Assert.Equal("full", Endpoint.NameOf(Alice.Session.LocalSdp));
        Assert.Equal("chosen", Endpoint.NameOf(Alice.Session.RemoteSdp));
    }

    [Fact]
    public void A_refused_offer_leaves_the_session_as_it_was()
    {
        Alice.Do(session => session.Offer(Endpoint.Sdp("video")));
        Bob.Do(session => session.RejectOffer(488));

        Assert.Equal(["offer rejected 488"], Alice.TakeEvents());
        Assert.Equal(Endpoint.OfferSdp, Alice.Session.LocalSdp);
        Assert.Equal(Endpoint.OfferSdp, Bob.Session.RemoteSdp);
        Assert.Equal(SessionState.Confirmed, Bob.Session.State);
    }

    [Fact]
    public void Glare_is_settled_by_the_timers_of_RFC_3261_14_1()
    {
        Alice.WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("alice answers"));
        Bob.WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("bob answers"));
        _pair.Network.Delay = () => TimeSpan.FromMilliseconds(50);
        Alice.Do(session => session.Offer(Endpoint.Sdp("alice offers")));
        Bob.Do(session => session.Offer(Endpoint.Sdp("bob offers")));
        _pair.Network.Advance(0.2);
        Assert.Contains("alice>bob 491 INVITE", _pair.Network.Trace);
        Assert.Contains("bob>alice 491 INVITE", _pair.Network.Trace);
        Assert.Empty(Alice.TakeEvents());

        // Alice made the Call-ID and waits longer: Bob's offer comes first.
        _pair.Network.Advance(5);
        Assert.Equal(["offer bob offers", "offer answered bob answers"], Alice.TakeEvents());
        Assert.Equal(["offer answered alice answers", "offer alice offers"], Bob.TakeEvents());
    }

    [Fact]
    public void A_second_request_before_the_first_is_answered_gets_500_with_Retry_After()
    {
        var (caller, pair) = RawCall();
        caller.Request("INVITE", 2, caller.LastResponse(SipMethod.Invite), sdp: Endpoint.Sdp("first"));
        caller.Request("UPDATE", 3, caller.LastResponse(SipMethod.Invite), sdp: Endpoint.Sdp("second"));
        var refusal = caller.LastResponse(SipMethod.Update);
        Assert.Equal(500, refusal.StatusCode);
        Assert.InRange(int.Parse(RawPeer.Text(refusal, HeaderName.RetryAfter), System.Globalization.CultureInfo.InvariantCulture), 0, 10);
        caller.Request("INVITE", 4, refusal, sdp: Endpoint.Sdp("third"));
        Assert.Equal(500, caller.LastResponse(SipMethod.Invite).StatusCode);

        pair.Bob.Do(session => session.AnswerOffer(Endpoint.AnswerSdp));
        Assert.Equal(200, caller.LastResponse(SipMethod.Invite).StatusCode);
    }

    [Fact]
    public void An_offer_that_has_to_wait_goes_when_the_exchange_before_is_over()
    {
        Alice.Do(session => session.Offer(Endpoint.Sdp("one")));
        Bob.Do(session => session.Offer(Endpoint.Sdp("two")));
        Bob.Do(session => session.AnswerOffer(Endpoint.Sdp("yes")));
        Alice.Do(session => session.AnswerOffer(Endpoint.Sdp("yes too")));

        Assert.Equal(["offer one", "offer answered yes too"], Bob.TakeEvents());
        Assert.Equal(["offer answered yes", "offer two"], Alice.TakeEvents());
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    public void A_re_INVITE_that_finds_no_dialog_ends_the_session(int status)
    {
        var (caller, pair) = RawCall();
        pair.Bob.Do(session => session.Offer(Endpoint.Sdp("hold")));
        caller.Respond(caller.Last(SipMethod.Invite), status);

        Assert.Equal($"ended Network {status}", pair.Bob.TakeEvents()[^1]);
        caller.Respond(caller.Last(SipMethod.Bye), 481);
        Assert.Equal(0, pair.Bob.Layer.Count);
    }

    [Fact]
    public void A_re_INVITE_that_is_never_answered_is_cancelled()
    {
        Alice.Do(session => session.Offer(Endpoint.Sdp("hold")));
        _pair.Network.Advance(181);

        Assert.Equal(["offer hold", "offer withdrawn"], Bob.TakeEvents());
        Assert.Equal(["offer rejected 487"], Alice.TakeEvents());
        Assert.Equal(SessionState.Confirmed, Alice.Session.State);
    }

    [Fact]
    public void An_UPDATE_that_the_user_leaves_unanswered_is_withdrawn()
    {
        var (caller, pair) = RawCall();
        caller.Request("UPDATE", 2, caller.LastResponse(SipMethod.Invite), sdp: Endpoint.Sdp("video"));
        pair.Network.Advance(33);

        Assert.Equal("offer withdrawn", pair.Bob.TakeEvents()[^1]);
        Assert.False(pair.Bob.Session.OffersPending);
    }

    [Fact]
    public void The_same_offer_again_is_answered_with_the_same_answer_and_nobody_is_asked()
    {
        var (caller, pair) = RawCall();
        caller.Request("INVITE", 2, caller.LastResponse(SipMethod.Invite), sdp: Endpoint.OfferSdp);

        Assert.Equal(Endpoint.AnswerSdp, caller.LastResponse(SipMethod.Invite).Body);
        Assert.Empty(pair.Bob.TakeEvents());
    }

    [Fact]
    public void A_target_refresh_changes_where_requests_go()
    {
        var (caller, pair) = RawCall();
        caller.Request("UPDATE", 2, caller.LastResponse(SipMethod.Invite), "Contact: <sip:moved@198.51.100.99>\r\n");
        Assert.Equal("sip:moved@198.51.100.99"u8, pair.Bob.Session.RemoteTarget);
        pair.Bob.Do(session => session.Offer(Endpoint.Sdp("x")));
        Assert.Equal("sip:moved@198.51.100.99"u8, caller.Last(SipMethod.Invite).RequestUri);
        caller.Respond(caller.Last(SipMethod.Invite), 200, headers: "Contact: <sip:again@198.51.100.98>\r\n", sdp: Endpoint.Sdp("y"));
        Assert.Equal("sip:again@198.51.100.98"u8, caller.Last(SipMethod.Ack).RequestUri);
    }

    [Fact]
    public void Reliable_provisional_responses_to_a_re_INVITE_are_acknowledged()
    {
        var (caller, pair) = RawCall();
        pair.Bob.Do(session => session.Offer(Endpoint.Sdp("hold")));
        var invite = caller.Last(SipMethod.Invite);
        caller.Respond(invite, 183, headers: "Require: 100rel\r\nRSeq: 3\r\n", sdp: Endpoint.Sdp("held"));
        Assert.Equal($"3 {invite.CSeqNumber} INVITE", RawPeer.Text(caller.Last(SipMethod.Prack), HeaderName.RAck));
        caller.Respond(caller.Last(SipMethod.Prack), 200);
        caller.Respond(invite, 200);

        Assert.Equal("offer answered held", pair.Bob.TakeEvents()[^1]);
        Assert.Equal(invite.CSeqNumber, caller.Last(SipMethod.Ack).CSeqNumber);
    }

    [Fact]
    public void The_last_of_several_offers_that_wait_counts()
    {
        Bob.WhenOffered = (session, sdp) => session.AnswerOffer(Endpoint.Sdp("to " + Endpoint.NameOf(sdp)));
        _pair.Network.Delay = () => TimeSpan.FromMilliseconds(50);
        Alice.Do(session =>
        {
            session.Offer(Endpoint.Sdp("one"));
            session.Offer(Endpoint.Sdp("two"));
            session.Offer(Endpoint.Sdp("three"));
        });
        _pair.Network.Advance(1);

        Assert.Equal(["offer answered to one", "offer answered to three"], Alice.TakeEvents());
    }

    internal static (RawPeer Caller, Pair Pair) RawCall(string headers = "", SessionOptions? options = null)
    {
        var pair = new Pair(options ?? Pair.Plain);
        var caller = new RawPeer(pair.Network, 2, pair.Bob.Peer);
        caller.Request("INVITE", 1, headers: headers, sdp: Endpoint.OfferSdp);
        pair.Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        caller.Request("ACK", 1, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(SessionState.Confirmed, pair.Bob.Session.State);
        pair.Bob.Events.Clear();
        return (caller, pair);
    }
}
