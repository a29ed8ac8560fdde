namespace Softswitch.Sip.Tests.Sessions;

/// <summary>The call flows of RFC 3665 §3, seen by the two user agents.</summary>
public sealed class BasicCallTests
{
    private readonly Pair _pair = new(Pair.Plain);

    private Endpoint Alice => _pair.Alice;

    private Endpoint Bob => _pair.Bob;

    [Fact]
    public void A_call_is_set_up_and_ended_by_the_callee_as_in_RFC_3665_3_1()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Bob.Do(session => session.Hangup(EndCause.Normal));

        Assert.Equal(
            [
                "alice>bob INVITE+sdp", "bob>alice 100 INVITE", "bob>alice 180 INVITE", "bob>alice 200 INVITE+sdp", "alice>bob ACK",
                "bob>alice BYE", "alice>bob 200 BYE",
            ],
            _pair.Network.Take());
        Assert.Equal(["progress 180 none", "answered answer", "ended Remote 0"], Alice.TakeEvents());
        Assert.Equal(["incoming offer", "confirmed", "ended Local 0"], Bob.TakeEvents());
        Assert.Equal(16, Alice.Cause.Q850);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void The_caller_ends_a_call_too()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Alice.Do(session => session.Hangup(EndCause.Normal));

        Assert.Equal(["alice>bob BYE", "bob>alice 200 BYE"], _pair.Network.Take()[^2..]);
        Assert.Equal("ended Remote 0", Bob.TakeEvents()[^1]);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void A_call_that_has_no_hop_left_goes_out_with_none()
    {
        var peer = new RawPeer(_pair.Network, 2, Alice.Peer);
        _pair.Network.Worker.Do(() => Alice.Layer.Call(new OutgoingCall
        {
            Target = peer.Peer,
            RequestUri = "sip:bob@192.0.2.3"u8,
            From = "<sip:alice@192.0.2.1>"u8,
            To = "<sip:bob@192.0.2.3>"u8,
            User = Alice,
            MaxForwards = 0,
        }));

        Assert.Equal("0", RawPeer.Text(peer.Last(SipMethod.Invite), HeaderName.MaxForwards));
    }

    [Fact]
    public void A_call_through_a_proxy_follows_its_route_as_in_RFC_3665_3_2()
    {
        var proxy = new RawPeer(_pair.Network, 2, Alice.Peer);
        Alice.Call(proxy.Peer, Endpoint.OfferSdp);
        var invite = proxy.Last(SipMethod.Invite);
        var routes = $"Record-Route: <sip:last.example.com;lr>, <sip:{proxy.Peer.Remote};lr>\r\nContact: <sip:bob@198.51.100.7>\r\n";
        proxy.Respond(invite, 200, headers: routes, sdp: Endpoint.AnswerSdp);

        var ack = proxy.Last(SipMethod.Ack);
        Assert.Equal($"<sip:{proxy.Peer.Remote};lr>,<sip:last.example.com;lr>", RawPeer.Text(ack, HeaderName.Route));
        Assert.Equal("sip:bob@198.51.100.7"u8, ack.RequestUri);
        Alice.Do(session => session.Hangup(EndCause.Normal));
        Assert.Equal("sip:bob@198.51.100.7"u8, proxy.Last(SipMethod.Bye).RequestUri);
    }

    [Fact]
    public void A_challenge_is_answered_with_the_next_CSeq_as_in_RFC_3665_3_3()
    {
        var proxy = new RawPeer(_pair.Network, 2, Alice.Peer);
        Alice.Call(proxy.Peer, Endpoint.OfferSdp, "X-Kept: yes\r\n", new FixedCredentials());
        var first = proxy.Last(SipMethod.Invite);
        proxy.Respond(first, 407, "other", "Proxy-Authenticate: Digest realm=\"a\"\r\n");

        var second = proxy.Last(SipMethod.Invite);
        Assert.Equal(first.CSeqNumber + 1, second.CSeqNumber);
        Assert.Equal(RawPeer.Text(first, HeaderName.CallId), RawPeer.Text(second, HeaderName.CallId));
        Assert.Equal(RawPeer.Text(first, HeaderName.From), RawPeer.Text(second, HeaderName.From));
        Assert.True(second.ToTag.IsEmpty);
        Assert.Equal("INVITE sip:bob@biloxi.example.com"u8, second[HeaderName.ProxyAuthorization]);
        Assert.Contains("X-Kept: yes", System.Text.Encoding.UTF8.GetString(second.Bytes), StringComparison.Ordinal);
        Assert.Equal(Endpoint.OfferSdp, second.Body);

        proxy.Respond(second, 200, sdp: Endpoint.AnswerSdp);
        // RFC 3261 §22.1: the ACK cannot be challenged, so it brings the credentials of its INVITE.
        Assert.True(proxy.Last(SipMethod.Ack).Has(HeaderName.ProxyAuthorization));
        Assert.Equal(["answered answer"], Alice.TakeEvents());

        Alice.Do(session => session.Hangup(EndCause.Normal));
        proxy.Respond(proxy.Last(SipMethod.Bye), 407, headers: "Proxy-Authenticate: Digest realm=\"a\"\r\n");
        Assert.StartsWith("BYE", RawPeer.Text(proxy.Last(SipMethod.Bye), HeaderName.ProxyAuthorization), StringComparison.Ordinal);
        proxy.Respond(proxy.Last(SipMethod.Bye), 200);
        Assert.Equal(0, Alice.Layer.Count);
    }

    [Fact]
    public void A_challenge_that_comes_again_and_again_is_given_up()
    {
        var proxy = new RawPeer(_pair.Network, 2, Alice.Peer);
        Alice.Call(proxy.Peer, Endpoint.OfferSdp, credentials: new FixedCredentials());
        for (var i = 0; i < 6 && Alice.Session.State != SessionState.Ended; i++)
            proxy.Respond(proxy.Last(SipMethod.Invite), 401, "t", "WWW-Authenticate: Digest realm=\"a\"\r\n");

        Assert.Equal(["rejected 401", "ended Remote 401"], Alice.TakeEvents());
        Assert.Equal(0, Alice.Layer.Count);
    }

    [Fact]
    public void Without_credentials_a_challenge_is_a_refusal()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Reject(407, default, "Proxy-Authenticate: Digest realm=\"a\"\r\n"u8));

        Assert.Equal(["rejected 407", "ended Remote 407"], Alice.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void The_caller_cancels_as_in_RFC_3665_3_8()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        Alice.Do(session => session.Hangup(EndCause.CompletedElsewhere));

        Assert.Equal(
            [
                "alice>bob INVITE+sdp", "bob>alice 100 INVITE", "bob>alice 180 INVITE", "alice>bob CANCEL", "bob>alice 200 CANCEL",
                "bob>alice 487 INVITE", "alice>bob ACK",
            ],
            _pair.Network.Take());
        Assert.Equal(["incoming offer", "ended Remote 487"], Bob.TakeEvents());
        Assert.Equal("Call completed elsewhere", Bob.Cause.Text);
        Assert.Equal(["progress 180 none", "ended Local 200"], Alice.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Busy_is_told_as_in_RFC_3665_3_9()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Reject(486, "Busy Here"u8, "Retry-After: 30\r\n"u8));

        Assert.Equal(["alice>bob INVITE+sdp", "bob>alice 100 INVITE", "bob>alice 486 INVITE", "alice>bob ACK"], _pair.Network.Take());
        Assert.Equal(["rejected 486", "ended Remote 486"], Alice.TakeEvents());
        Assert.Equal(["incoming offer", "ended Local 486"], Bob.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Nobody_there_is_told_after_64_T1_as_in_RFC_3665_3_10()
    {
        Alice.Call(SimulatedNetwork.PeerAt(9), Endpoint.OfferSdp);
        _pair.Network.Advance(33);

        Assert.Equal(["rejected 408", "ended Network 408"], Alice.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Temporarily_unavailable_is_told_as_in_RFC_3665_3_11()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        Bob.Do(session => session.Hangup(EndCause.Normal));

        Assert.Equal("bob>alice 480 INVITE", _pair.Network.Take()[^2]);
        Assert.Equal(16, Alice.Cause.Q850);
        Assert.Equal(["progress 180 none", "rejected 480", "ended Remote 480"], Alice.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Ringing_has_an_end()
    {
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Ring(180));
        _pair.Network.Advance(181);

        // The 180 every minute, so that no proxy on the way gives up (RFC 3261 §13.3.1.1).
        Assert.Equal(
            ["progress 180 none", "progress 180 none", "progress 180 none", "rejected 408", "ended Network 408"], Alice.TakeEvents());
        Assert.Equal(["incoming offer", "ended Remote 487"], Bob.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void An_INVITE_that_expires_is_cancelled_by_the_caller_or_refused_by_the_callee()
    {
        Alice.Call(Bob, Endpoint.OfferSdp, "Expires: 20\r\n");
        Bob.Do(session => session.Ring(180));
        _pair.Network.Advance(21);

        Assert.Equal(["progress 180 none", "rejected 487", "ended Remote 487"], Alice.TakeEvents());
        Assert.Equal(["incoming offer", "ended Network 487"], Bob.TakeEvents());
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void Redirection_hands_the_contacts_to_the_user()
    {
        var contact = "";
        Alice.Call(Bob, Endpoint.OfferSdp);
        Alice.WhenAny = (_, _) => contact += "heard ";
        Bob.Do(session => session.Reject(302, default, "Contact: <sip:carol@chicago.example.com>\r\n"u8));

        Assert.Equal(["rejected 302", "ended Remote 302"], Alice.TakeEvents());
        Assert.Equal("heard heard ", contact);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void A_call_without_an_offer_is_offered_in_the_2xx_and_answered_in_the_ACK()
    {
        Alice.Call(Bob, null);
        Bob.Do(session => session.Answer(Endpoint.OfferSdp));
        Assert.True(Alice.Session.OffersPending);
        Alice.Do(session => session.AnswerOffer(Endpoint.AnswerSdp));

        Assert.Equal(["alice>bob INVITE", "bob>alice 100 INVITE", "bob>alice 200 INVITE+sdp", "alice>bob ACK+sdp"], _pair.Network.Take());
        Assert.Equal(["answered offer"], Alice.TakeEvents());
        Assert.Equal(["incoming none", "offer answered answer", "confirmed"], Bob.TakeEvents());
        Assert.Equal(Endpoint.AnswerSdp, Alice.Session.LocalSdp);
        Assert.Equal(Endpoint.OfferSdp, Alice.Session.RemoteSdp);
    }

    [Fact]
    public void An_ACK_that_had_to_answer_and_does_not_ends_the_call()
    {
        Alice.Call(Bob, null);
        Bob.Do(session => session.Answer(Endpoint.OfferSdp));
        Alice.Do(session => session.Hangup(EndCause.Normal));

        Assert.Equal("ended Remote 488", Bob.TakeEvents()[^1]);
        _pair.AssertNothingLeft();
    }

    [Fact]
    public void The_second_200_after_a_lost_ACK_is_acknowledged_again()
    {
        var lost = 2;
        _pair.Network.Loses = line => line == "alice>bob ACK" && lost-- > 0;
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Assert.Equal(SessionState.Answered, Bob.Session.State);
        _pair.Network.Advance(2);

        Assert.Equal(SessionState.Confirmed, Bob.Session.State);
        Assert.Equal(["answered answer"], Alice.TakeEvents());
        Assert.Equal(3, _pair.Network.Take().Count(line => line == "bob>alice 200 INVITE+sdp"));
    }

    [Fact]
    public void A_200_that_is_never_acknowledged_is_repeated_for_64_T1_and_ended_by_BYE()
    {
        _pair.Network.Loses = line => line.StartsWith("alice>bob ACK", StringComparison.Ordinal);
        Alice.Call(Bob, Endpoint.OfferSdp);
        Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        _pair.Network.Advance(33);

        // At 0, .5, 1.5, 3.5 and then every 4 seconds until 32.
        Assert.Equal(11, _pair.Network.Take().Count(line => line == "bob>alice 200 INVITE+sdp"));
        Assert.Equal("ended Network 408", Bob.TakeEvents()[^1]);
        Assert.Equal("ended Remote 408", Alice.TakeEvents()[^1]);
        _pair.AssertNothingLeft();
    }

    private sealed class FixedCredentials : ISipCredentials
    {
        public bool TryAnswer(SipMessage challenge, ReadOnlySpan<byte> method, ReadOnlySpan<byte> requestUri, SipWriter headers)
        {
            headers.Begin(challenge.StatusCode == 407 ? HeaderName.ProxyAuthorization : HeaderName.Authorization)
                .Text(method).Text(" "u8).Text(requestUri).End();
            return true;
        }
    }
}
