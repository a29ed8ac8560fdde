namespace Softswitch.Sip.Tests.Sessions;

/// <summary>The race conditions of RFC 5407 §3, by its section numbers.</summary>
public sealed class RaceTests
{
    private readonly Pair _pair = new(Pair.Plain);

    private Endpoint Alice => _pair.Alice;

    private Endpoint Bob => _pair.Bob;

    [Fact]
    public void Race_3_1_1_a_retransmitted_INVITE_after_the_200_is_absorbed()
    {
        _pair.Network.Loses = line => line.StartsWith("bob>alice", StringComparison.Ordinal) && _pair.Network.Trace.Count < 6;
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        _pair.Network.Advance(4);

        Assert.Equal(["incoming offer", "confirmed"], Bob.TakeEvents());
        Assert.Equal(["answered answer"], Alice.TakeEvents());
    }

    [Fact]
    public void Race_3_1_2_a_CANCEL_that_crosses_the_200_ends_in_ACK_and_BYE()
    {
        _pair.Network.Delay = () => TimeSpan.FromMilliseconds(50);
        Alice.Call(Bob, Endpoint.OfferSdp);
        _pair.Network.Advance(0.2);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Alice.Do(session => session.Hangup(EndCause.Normal));
        _pair.Network.Advance(1);

        var trace = _pair.Network.Take();
        Assert.Contains("bob>alice 200 CANCEL", trace);
        Assert.Contains("alice>bob ACK", trace);
        Assert.Contains("alice>bob BYE", trace);
        Assert.Equal(["ended Local 0"], Alice.TakeEvents());
        Assert.Equal(["incoming offer", "confirmed", "ended Remote 0"], Bob.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Race_3_1_3_a_BYE_of_the_early_dialog_after_the_200_ends_the_session()
    {
        var caller = new RawPeer(_pair.Network, 2, Bob.Peer);
        caller.Request("INVITE", 1, sdp: Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        var early = caller.LastResponse(SipMethod.Invite);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        caller.Request("BYE", 2, early);
        Assert.Equal(200, caller.LastResponse(SipMethod.Bye).StatusCode);
        caller.Request("ACK", 1, early);

        Assert.Equal(["incoming offer", "ended Remote 0"], Bob.TakeEvents());
        Assert.Equal(0, Bob.Layer.Count);
    }

    [Fact]
    public void A_BYE_in_the_early_dialog_ends_the_INVITE_with_487()
    {
        var caller = new RawPeer(_pair.Network, 2, Bob.Peer);
        caller.Request("INVITE", 1, sdp: Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        caller.Request("BYE", 2, caller.LastResponse(SipMethod.Invite));

        Assert.Equal(200, caller.LastResponse(SipMethod.Bye).StatusCode);
        Assert.Equal(487, caller.LastResponse(SipMethod.Invite).StatusCode);
        Assert.Equal(["incoming offer", "ended Remote 0"], Bob.TakeEvents());
    }

    [Fact]
    public void Race_3_1_4_a_re_INVITE_before_the_ACK_is_taken_for_the_ACK()
    {
        _pair.Network.Loses = line => line == "alice>bob ACK" && _pair.Network.Trace.Count < 6;
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Alice.Do(session => session.Offer(Endpoint.Sdp("hold")));
        Bob.Do(session => session.AnswerOffer(Endpoint.Sdp("held")));

        Assert.Equal(["incoming offer", "confirmed", "offer hold"], Bob.TakeEvents());
        Assert.Equal(["answered answer", "offer answered held"], Alice.TakeEvents());
    }

    [Fact]
    public void Race_3_1_5_a_re_INVITE_before_the_ACK_that_has_to_answer_gets_491()
    {
        var caller = new RawPeer(_pair.Network, 2, Bob.Peer);
        caller.Request("INVITE", 1);
        Bob.Do(session => session.Answer(Endpoint.OfferSdp));
        var answer = caller.LastResponse(SipMethod.Invite);
        caller.Request("INVITE", 2, answer, sdp: Endpoint.Sdp("hold"));
        Assert.Equal(491, caller.LastResponse(SipMethod.Invite).StatusCode);
        caller.Request("ACK", 1, answer, sdp: Endpoint.AnswerSdp);

        Assert.Equal(["incoming none", "offer answered answer", "confirmed"], Bob.TakeEvents());
    }

    [Fact]
    public void Race_3_1_6_a_BYE_before_the_ACK_ends_the_session_and_the_200_is_not_repeated()
    {
        _pair.Network.Loses = line => line == "alice>bob ACK";
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Alice.Do(session => session.Hangup(EndCause.Normal));
        _pair.Network.Take();
        _pair.Network.Advance(10);

        Assert.DoesNotContain("bob>alice 200 INVITE+sdp", _pair.Network.Take());
        Assert.Equal(["incoming offer", "ended Remote 0"], Bob.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void A_hang_up_before_the_ACK_waits_for_it()
    {
        var lost = 1;
        _pair.Network.Loses = line => line == "alice>bob ACK" && lost-- > 0;
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Bob.Do(session => session.Hangup(EndCause.Normal));
        Assert.Equal(["incoming offer", "ended Local 0"], Bob.TakeEvents());
        Assert.DoesNotContain("bob>alice BYE", _pair.Network.Take());
        _pair.Network.Advance(1);

        Assert.Equal("ended Remote 0", Alice.TakeEvents()[^1]);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Race_3_2_1_crossing_BYEs_are_both_answered_200()
    {
        var pair = Pair.Connected();
        pair.Network.Delay = () => TimeSpan.FromMilliseconds(50);
        pair.Alice.Do(session => session.Hangup(EndCause.Normal));
        pair.Bob.Do(session => session.Hangup(EndCause.Normal));
        pair.Network.Advance(1);

        Assert.Equal(["alice>bob BYE", "bob>alice BYE", "bob>alice 200 BYE", "alice>bob 200 BYE"], pair.Network.Take());
        pair.AssertNothingLeft();
    }

    [Fact]
    public void Race_3_2_2_a_re_INVITE_that_crosses_our_BYE_gets_481()
    {
        var (caller, pair) = OfferTests.RawCall();
        pair.Bob.Do(session => session.Hangup(EndCause.Normal));
        caller.Request("INVITE", 2, caller.LastResponse(SipMethod.Invite), sdp: Endpoint.Sdp("hold"));

        Assert.Equal(481, caller.LastResponse(SipMethod.Invite).StatusCode);
    }

    [Fact]
    public void Race_3_2_3_a_200_to_our_re_INVITE_after_the_BYE_is_acknowledged()
    {
        var (caller, pair) = OfferTests.RawCall();
        pair.Bob.Do(session => session.Offer(Endpoint.Sdp("hold")));
        var invite = caller.Last(SipMethod.Invite);
        caller.Respond(invite, 100);
        pair.Bob.Do(session => session.Hangup(EndCause.Normal));
        caller.Respond(invite, 200, sdp: Endpoint.Sdp("held"));
        Assert.Equal(invite.CSeqNumber, caller.Last(SipMethod.Ack).CSeqNumber);

        caller.Respond(caller.Last(SipMethod.Bye), 200);
        Assert.Equal(0, pair.Bob.Layer.Count);
        pair.Network.Advance(40);
        Assert.Equal(0, pair.Bob.Layer.Transactions.ActiveClients);
    }

    [Fact]
    public void Race_3_2_4_an_ACK_after_the_peers_BYE_is_nobodys()
    {
        var caller = new RawPeer(_pair.Network, 2, Bob.Peer);
        caller.Request("INVITE", 1, sdp: Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        var answer = caller.LastResponse(SipMethod.Invite);
        caller.Request("BYE", 2, answer);
        caller.Request("ACK", 1, answer);

        Assert.Equal(["incoming offer", "ended Remote 0"], Bob.TakeEvents());
    }

    [Fact]
    public void Race_3_3_1_crossing_re_INVITEs_are_refused_with_491()
    {
        var (caller, pair) = OfferTests.RawCall();
        pair.Bob.Do(session => session.Offer(Endpoint.Sdp("bob's")));
        caller.Request("INVITE", 2, caller.LastResponse(SipMethod.Invite), sdp: Endpoint.Sdp("caller's"));
        Assert.Equal(491, caller.LastResponse(SipMethod.Invite).StatusCode);

        caller.Respond(caller.Last(SipMethod.Invite), 491);
        Assert.Equal(1, caller.Count(SipMethod.Invite));
        // Not the owner of the Call-ID: within 2 seconds.
        pair.Network.Advance(2.1);
        Assert.Equal(2, caller.Count(SipMethod.Invite));
        Assert.Empty(pair.Bob.TakeEvents());
    }

    [Fact]
    public void Race_3_3_2_an_UPDATE_that_crosses_our_re_INVITE_is_refused_with_491()
    {
        var (caller, pair) = OfferTests.RawCall();
        pair.Bob.Do(session => session.Offer(Endpoint.Sdp("bob's")));
        caller.Request("UPDATE", 2, caller.LastResponse(SipMethod.Invite), sdp: Endpoint.Sdp("caller's"));
        Assert.Equal(491, caller.LastResponse(SipMethod.Update).StatusCode);
        // One without an offer is no offer.
        caller.Request("UPDATE", 3, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(200, caller.LastResponse(SipMethod.Update).StatusCode);
    }

    [Fact]
    public void Race_3_3_3_a_REFER_that_crosses_our_BYE_gets_481()
    {
        var (caller, pair) = OfferTests.RawCall();
        pair.Bob.Do(session => session.Hangup(EndCause.Normal));
        caller.Request("REFER", 2, caller.LastResponse(SipMethod.Invite), "Refer-To: <sip:carol@example.com>\r\n");

        Assert.Equal(481, caller.LastResponse(SipMethod.Refer).StatusCode);
    }

    [Fact]
    public void A_cancel_before_any_response_waits_for_one()
    {
        var callee = new RawPeer(_pair.Network, 2, Alice.Peer);
        Alice.Call(callee.Peer, Endpoint.OfferSdp);
        Alice.Do(session => session.Hangup(EndCause.Normal));
        Assert.Equal(0, callee.Count(SipMethod.Cancel));
        callee.Respond(callee.Last(SipMethod.Invite), 100);
        Assert.Equal("Q.850;cause=16"u8, callee.Last(SipMethod.Cancel)[HeaderName.Reason]);
        callee.Respond(callee.Last(SipMethod.Invite), 487);

        Assert.Equal(0, Alice.Layer.Count);
        Assert.Equal(["ended Local 0"], Alice.TakeEvents());
    }

    [Fact]
    public void A_cancelled_INVITE_without_a_final_response_is_given_up()
    {
        var callee = new RawPeer(_pair.Network, 2, Alice.Peer);
        Alice.Call(callee.Peer, Endpoint.OfferSdp);
        callee.Respond(callee.Last(SipMethod.Invite), 180);
        Alice.Do(session => session.Hangup(EndCause.Normal));
        _pair.Network.Advance(33);

        Assert.Equal(0, Alice.Layer.Count);
        Assert.Equal(0, Alice.Layer.Transactions.ActiveClients);
    }

    [Fact]
    public void A_BYE_that_nobody_answers_is_given_up()
    {
        var pair = Pair.Connected();
        pair.Network.Loses = _ => true;
        pair.Alice.Do(session => session.Hangup(EndCause.Normal));
        pair.Network.Advance(33);

        Assert.Equal(0, pair.Alice.Layer.Count);
    }
}
