namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Session timers (RFC 4028), both roles.</summary>
public sealed class SessionTimerTests
{
    private static readonly SessionOptions Timed = Pair.Plain with { SessionExpires = TimeSpan.FromSeconds(120) };

    [Fact]
    public void The_caller_refreshes_by_UPDATE_at_half_the_time()
    {
        var pair = Pair.Connected(Timed);
        pair.Network.Advance(59);
        Assert.Empty(pair.Network.Take());
        pair.Network.Advance(2);
        Assert.Equal(["alice>bob UPDATE", "bob>alice 200 UPDATE"], pair.Network.Take());
        pair.Network.Advance(3600);

        Assert.Equal(SessionState.Confirmed, pair.Alice.Session.State);
        Assert.Equal(SessionState.Confirmed, pair.Bob.Session.State);
        Assert.Empty(pair.Alice.Events);
        Assert.Empty(pair.Bob.Events);
    }

    [Fact]
    public void A_session_that_is_not_refreshed_is_ended_by_both_sides()
    {
        var pair = Pair.Connected(Timed);
        pair.Network.Loses = _ => true;
        pair.Network.Advance(180);

        Assert.Equal(["ended Network 408"], pair.Alice.TakeEvents());
        Assert.Equal(["ended Network 408"], pair.Bob.TakeEvents());
        pair.AssertNothingLeft();
    }

    [Fact]
    public void A_caller_that_supports_timers_is_made_the_refresher()
    {
        var (caller, pair) = OfferTests.RawCall("Supported: timer\r\nSession-Expires: 200\r\n", Timed);
        var answer = caller.Received.First(message => message.StatusCode == 200);
        Assert.Equal("120;refresher=uac"u8, answer[HeaderName.SessionExpires]);
        Assert.Equal("timer"u8, answer[HeaderName.Require]);

        // 120 less a third, for 32 is more than that... 40 > 32: BYE comes 32 seconds before the end.
        pair.Network.Advance(87);
        Assert.Empty(pair.Bob.TakeEvents());
        pair.Network.Advance(2);
        Assert.Equal(["ended Network 408"], pair.Bob.TakeEvents());
    }

    [Fact]
    public void A_caller_that_does_not_support_timers_is_refreshed_where_a_proxy_wants_it()
    {
        var (caller, pair) = OfferTests.RawCall("Session-Expires: 100\r\nMin-SE: 95\r\n", Timed);
        var answer = caller.Received.First(message => message.StatusCode == 200);
        Assert.Equal("100;refresher=uas"u8, answer[HeaderName.SessionExpires]);
        Assert.False(answer.Has(HeaderName.Require));

        pair.Network.Advance(51);
        // It has not said that it understands UPDATE: a re-INVITE that repeats what holds.
        var refresh = caller.Last(SipMethod.Invite);
        Assert.Equal(Endpoint.AnswerSdp, refresh.Body);
        Assert.Equal("100;refresher=uac"u8, refresh[HeaderName.SessionExpires]);
        caller.Respond(refresh, 200, headers: "Session-Expires: 100;refresher=uac\r\n", sdp: Endpoint.OfferSdp);
        Assert.Equal(refresh.CSeqNumber, caller.Last(SipMethod.Ack).CSeqNumber);
        Assert.Empty(pair.Bob.TakeEvents());
    }

    [Fact]
    public void A_caller_without_timers_gets_none()
    {
        var (caller, pair) = OfferTests.RawCall(options: Timed);
        Assert.False(caller.Received.First(message => message.StatusCode == 200).Has(HeaderName.SessionExpires));
        pair.Network.Advance(10_000);
        Assert.Equal(SessionState.Confirmed, pair.Bob.Session.State);
    }

    [Fact]
    public void Too_short_an_interval_is_refused_with_422()
    {
        var pair = new Pair(Timed);
        var caller = new RawPeer(pair.Network, 2, pair.Bob.Peer);
        caller.Request("INVITE", 1, headers: "Supported: timer\r\nSession-Expires: 60\r\n", sdp: Endpoint.OfferSdp);

        Assert.Equal(422, caller.LastResponse(SipMethod.Invite).StatusCode);
        Assert.Equal("90"u8, caller.LastResponse(SipMethod.Invite)[HeaderName.MinSe]);
        Assert.Empty(pair.Bob.Events);
    }

    [Fact]
    public void A_422_is_met_with_what_the_peer_wants()
    {
        var pair = new Pair(Timed, Timed with { MinSessionExpires = TimeSpan.FromSeconds(600) });
        pair.Alice.Call(pair.Bob, Endpoint.OfferSdp);
        pair.Bob.Do(session => session.Answer(Endpoint.AnswerSdp));

        Assert.Equal(["answered answer"], pair.Alice.TakeEvents());
        pair.Network.Take();
        pair.Network.Advance(299);
        Assert.Empty(pair.Network.Take());
        pair.Network.Advance(2);
        Assert.Contains("alice>bob UPDATE", pair.Network.Take());
    }

    [Fact]
    public void The_refresher_that_the_callee_names_refreshes()
    {
        var pair = new Pair(Timed);
        var callee = new RawPeer(pair.Network, 2, pair.Alice.Peer);
        pair.Alice.Call(callee.Peer, Endpoint.OfferSdp);
        var invite = callee.Last(SipMethod.Invite);
        Assert.Equal("120"u8, invite[HeaderName.SessionExpires]);
        callee.Respond(invite, 200, headers: "Session-Expires: 120;refresher=uas\r\nAllow: UPDATE\r\n", sdp: Endpoint.AnswerSdp);
        pair.Network.Advance(61);
        Assert.Equal(0, callee.Count(SipMethod.Update));

        callee.Request("UPDATE", 1, invite, "Supported: timer\r\nSession-Expires: 120;refresher=uac\r\n");
        Assert.Equal("120;refresher=uac"u8, callee.LastResponse(SipMethod.Update)[HeaderName.SessionExpires]);
        pair.Network.Advance(87);
        Assert.Equal(SessionState.Confirmed, pair.Alice.Session.State);
        pair.Network.Advance(2);
        Assert.Equal("ended Network 408", pair.Alice.TakeEvents()[^1]);
    }

    [Fact]
    public void A_refresh_that_finds_no_dialog_ends_the_session()
    {
        var pair = new Pair(Timed);
        var callee = new RawPeer(pair.Network, 2, pair.Alice.Peer);
        pair.Alice.Call(callee.Peer, Endpoint.OfferSdp);
        callee.Respond(callee.Last(SipMethod.Invite), 200, headers: "Session-Expires: 120;refresher=uac\r\nAllow: UPDATE\r\n", sdp: Endpoint.AnswerSdp);
        pair.Network.Advance(61);
        callee.Respond(callee.Last(SipMethod.Update), 481);

        Assert.Equal(["answered answer", "ended Network 481"], pair.Alice.TakeEvents());
        Assert.Equal(1, callee.Count(SipMethod.Bye));
    }

    [Fact]
    public void A_refresh_that_is_refused_for_now_is_tried_again_until_the_end()
    {
        var pair = new Pair(Timed);
        var callee = new RawPeer(pair.Network, 2, pair.Alice.Peer);
        pair.Alice.Call(callee.Peer, Endpoint.OfferSdp);
        callee.Respond(callee.Last(SipMethod.Invite), 200, headers: "Session-Expires: 120;refresher=uac\r\nAllow: UPDATE\r\n", sdp: Endpoint.AnswerSdp);
        pair.Network.Advance(61);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SessionState.Confirmed, pair.Alice.Session.State);
            callee.Respond(callee.Last(SipMethod.Update), 500);
            pair.Network.Advance(10);
        }

        Assert.Equal(SessionState.Ending, pair.Alice.Session.State);
    }
}
