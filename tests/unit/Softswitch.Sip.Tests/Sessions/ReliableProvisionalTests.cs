namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Reliable provisional responses and PRACK (RFC 3262), both roles.</summary>
public sealed class ReliableProvisionalTests
{
    private static readonly SessionOptions WithSdp = Pair.Plain with { Reliable = ReliableProvisionals.WithSdp };

    private readonly Pair _pair = new(WithSdp);

    private Endpoint Alice => _pair.Alice;

    private Endpoint Bob => _pair.Bob;

    [Fact]
    public void Early_media_is_acknowledged_and_the_2xx_says_nothing_more()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));

        Assert.Equal(
            [
                "alice>bob INVITE+sdp", "bob>alice 100 INVITE", "bob>alice 183 INVITE+sdp", "alice>bob PRACK", "bob>alice 200 PRACK",
                "bob>alice 200 INVITE", "alice>bob ACK",
            ],
            _pair.Network.Take());
        Assert.Equal(["progress 183 answer", "answered answer"], Alice.TakeEvents());
    }

    [Fact]
    public void Another_answer_than_that_of_the_provisional_response_follows_as_an_offer()
    {
        Alice.WhenOffered = (session, _) => session.AnswerOffer(Endpoint.OfferSdp);
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.Sdp("tones")));
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));

        Assert.Equal(["progress 183 tones", "answered tones", "offer answer"], Alice.TakeEvents());
        Assert.Equal(["incoming offer", "confirmed", "offer answered offer"], Bob.TakeEvents());
        Assert.Equal(Endpoint.AnswerSdp, Bob.Session.LocalSdp);
    }

    [Fact]
    public void The_answer_waits_for_the_PRACK_of_a_response_with_SDP()
    {
        var lost = 1;
        _pair.Network.Loses = line => line == "alice>bob PRACK" && lost-- > 0;
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Assert.DoesNotContain("bob>alice 200 INVITE", _pair.Network.Take());

        _pair.Network.Advance(1);
        Assert.Equal(SessionState.Confirmed, Bob.Session.State);
        Assert.Equal(["progress 183 answer", "answered answer"], Alice.TakeEvents());
    }

    [Fact]
    public void A_response_that_is_never_acknowledged_ends_the_INVITE_with_504()
    {
        _pair.Network.Loses = line => line == "alice>bob PRACK";
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));
        _pair.Network.Advance(33);

        // At 0, .5, 1.5, 3.5, 7.5, 15.5, 31.5 seconds.
        Assert.Equal(7, _pair.Network.Take().Count(line => line == "bob>alice 183 INVITE+sdp"));
        Assert.Equal(["progress 183 answer", "rejected 504", "ended Remote 504"], Alice.TakeEvents());
        Assert.Equal("ended Network 504", Bob.TakeEvents()[^1]);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Responses_go_one_after_the_other()
    {
        var lost = 1;
        _pair.Network.Loses = line => line == "alice>bob PRACK" && lost-- > 0;
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));
        Bob.Do(session => session.Ring(180));
        Assert.DoesNotContain("bob>alice 180 INVITE", _pair.Network.Take());

        _pair.Network.Advance(1);
        Assert.Equal(["progress 183 answer", "progress 180 none"], Alice.TakeEvents());
    }

    [Fact]
    public void An_offer_in_the_provisional_response_is_answered_in_PRACK()
    {
        Alice.Call(Bob, null);
        Bob.Do(session => session.Ring(183, Endpoint.OfferSdp));
        Assert.True(Alice.Session.OffersPending);
        Alice.Do(session => session.AnswerOffer(Endpoint.AnswerSdp));
        Bob.Do(session => session.Answer(Endpoint.OfferSdp));

        Assert.Equal(
            [
                "alice>bob INVITE", "bob>alice 100 INVITE", "bob>alice 183 INVITE+sdp", "alice>bob PRACK+sdp", "bob>alice 200 PRACK",
                "bob>alice 200 INVITE", "alice>bob ACK",
            ],
            _pair.Network.Take());
        Assert.Equal(["incoming none", "offer answered answer", "confirmed"], Bob.TakeEvents());
    }

    [Fact]
    public void A_caller_without_an_offer_that_does_not_answer_early_does_not_support_100rel()
    {
        Alice.AnswersEarly = false;
        Alice.Call(Bob, null);
        Bob.Do(session => session.Ring(183, Endpoint.OfferSdp));
        Bob.Do(session => session.Answer(Endpoint.OfferSdp));

        Assert.Equal(["progress 183 none", "answered offer"], Alice.TakeEvents());
        Assert.True(Alice.Session.OffersInAnswer);
    }

    [Fact]
    public void A_2xx_that_crosses_the_CANCEL_is_ended_though_PRACKs_have_been_numbered_before()
    {
        _pair.Network.Delay = () => TimeSpan.FromMilliseconds(50);
        Alice.Call(Bob, Endpoint.OfferSdp);
        _pair.Network.Advance(0.2);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));
        _pair.Network.Advance(0.2);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Alice.Do(session => session.Hangup(EndCause.Normal));
        _pair.Network.Advance(1);

        Assert.Equal("ended Remote 0", Bob.TakeEvents()[^1]);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void A_peer_that_requires_100rel_gets_nothing_else()
    {
        var pair = new Pair(Pair.Plain);
        var caller = new RawPeer(pair.Network, 2, pair.Bob.Peer);
        caller.Request("INVITE", 1, headers: "Require: 100rel\r\n", sdp: Endpoint.OfferSdp);
        pair.Bob.Do(session => session.Ring(180));

        var ringing = caller.LastResponse(SipMethod.Invite);
        Assert.Equal("100rel"u8, ringing[HeaderName.Require]);
        var number = RawPeer.Text(ringing, HeaderName.RSeq);
        caller.Request("PRACK", 2, ringing, "RAck: 1 1 INVITE\r\n");
        Assert.Equal(481, caller.LastResponse(SipMethod.Prack).StatusCode);
        caller.Request("PRACK", 3, ringing, $"RAck: {number} 1 INVITE\r\n");
        Assert.Equal(200, caller.LastResponse(SipMethod.Prack).StatusCode);
        caller.Request("PRACK", 4, ringing, $"RAck: {number} 1 INVITE\r\n");
        Assert.Equal(481, caller.LastResponse(SipMethod.Prack).StatusCode);
    }

    [Fact]
    public void A_peer_that_does_not_support_100rel_gets_none()
    {
        var caller = new RawPeer(_pair.Network, 2, Bob.Peer);
        caller.Request("INVITE", 1, sdp: Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));

        Assert.False(caller.LastResponse(SipMethod.Invite).Has(HeaderName.RSeq));
        Assert.Equal(Endpoint.AnswerSdp, caller.LastResponse(SipMethod.Invite).Body);
    }

    [Fact]
    public void An_offer_in_PRACK_is_answered_in_its_response()
    {
        var caller = new RawPeer(_pair.Network, 2, Bob.Peer);
        caller.Request("INVITE", 1, headers: "Supported: 100rel\r\n", sdp: Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));
        var early = caller.LastResponse(SipMethod.Invite);
        caller.Request("PRACK", 2, early, $"RAck: {RawPeer.Text(early, HeaderName.RSeq)} 1 INVITE\r\n", Endpoint.Sdp("second"));
        Bob.Do(session => session.AnswerOffer(Endpoint.Sdp("agreed")));

        Assert.Equal(["incoming offer", "offer second"], Bob.TakeEvents());
        Assert.Equal(Endpoint.Sdp("agreed"), caller.LastResponse(SipMethod.Prack).Body);
        Assert.Equal(Endpoint.Sdp("second"), Bob.Session.RemoteSdp);
    }

    [Fact]
    public void Retransmitted_and_overtaking_provisional_responses_are_not_heard()
    {
        var callee = new RawPeer(_pair.Network, 2, Alice.Peer);
        Alice.Call(callee.Peer, Endpoint.OfferSdp);
        var invite = callee.Last(SipMethod.Invite);
        callee.Respond(invite, 183, "t", "Require: 100rel\r\nRSeq: 7\r\n", Endpoint.AnswerSdp);
        callee.Respond(invite, 183, "t", "Require: 100rel\r\nRSeq: 7\r\n", Endpoint.AnswerSdp);
        callee.Respond(invite, 180, "t", "Require: 100rel\r\nRSeq: 9\r\n");
        Assert.Equal(1, callee.Count(SipMethod.Prack));
        callee.Respond(invite, 180, "t", "Require: 100rel\r\nRSeq: 8\r\n");
        callee.Respond(invite, 181, "t", "Require: 100rel\r\nRSeq: 9\r\n");

        Assert.Equal(["progress 183 answer", "progress 180 none", "progress 181 none"], Alice.TakeEvents());
        Assert.Equal(3, callee.Count(SipMethod.Prack));
    }

    [Fact]
    public void Offers_go_both_ways_early_by_UPDATE()
    {
        Alice.WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("from alice"));
        Bob.WhenOffered = (session, _) => session.AnswerOffer(Endpoint.Sdp("from bob"));
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(183, Endpoint.AnswerSdp));
        _pair.Clear();
        Bob.Do(session => session.Offer(Endpoint.Sdp("bob's")));
        Alice.Do(session => session.Offer(Endpoint.Sdp("alice's")));

        Assert.Equal(
            ["bob>alice UPDATE+sdp", "alice>bob 200 UPDATE+sdp", "alice>bob UPDATE+sdp", "bob>alice 200 UPDATE+sdp"], _pair.Network.Take());
        Assert.Equal(["offer bob's", "offer answered from bob"], Alice.TakeEvents());
        Assert.Equal(["offer answered from alice", "offer alice's"], Bob.TakeEvents());
    }
}
