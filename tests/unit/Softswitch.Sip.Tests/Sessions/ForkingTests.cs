namespace Softswitch.Sip.Tests.Sessions;

/// <summary>An INVITE that a proxy downstream forks: several early dialogs, several 2xx (RFC 3261 §13.2.2).</summary>
public sealed class ForkingTests
{
    private readonly SimulatedNetwork _network = new();
    private readonly Endpoint _alice;
    private readonly RawPeer _proxy;

    public ForkingTests()
    {
        _alice = new Endpoint(_network, 0, Pair.Plain);
        _proxy = new RawPeer(_network, 1, _alice.Peer);
        _alice.Call(_proxy.Peer, Endpoint.OfferSdp);
    }

    private SipMessage Invite => _proxy.Last(SipMethod.Invite);

    [Fact]
    public void Each_fork_speaks_for_itself_and_the_one_that_answers_counts()
    {
        _proxy.Respond(Invite, 180, "one");
        _proxy.Respond(Invite, 183, "two", "Contact: <sip:two@198.51.100.2>\r\n", Endpoint.Sdp("early two"));
        Assert.Equal("two"u8, _alice.Session.RemoteTag);
        _proxy.Respond(Invite, 200, "one", "Contact: <sip:one@198.51.100.1>\r\n", Endpoint.Sdp("one"));

        Assert.Equal(["progress 180 none", "progress 183 early two", "answered one"], _alice.TakeEvents());
        Assert.Equal("one"u8, _alice.Session.RemoteTag);
        Assert.Equal("sip:one@198.51.100.1"u8, _alice.Session.RemoteTarget);
        Assert.Equal("sip:one@198.51.100.1"u8, _proxy.Last(SipMethod.Ack).RequestUri);
    }

    [Fact]
    public void A_second_2xx_of_another_fork_is_acknowledged_and_ended()
    {
        _proxy.Respond(Invite, 200, "one", "Contact: <sip:one@198.51.100.1>\r\n", Endpoint.AnswerSdp);
        _proxy.Respond(Invite, 200, "two", "Contact: <sip:two@198.51.100.2>\r\nRecord-Route: <sip:192.0.2.2:5060;lr>\r\n", Endpoint.AnswerSdp);

        var bye = _proxy.Last(SipMethod.Bye);
        Assert.Equal("two"u8, bye.ToTag);
        Assert.Equal("sip:two@198.51.100.2"u8, bye.RequestUri);
        Assert.Equal("<sip:192.0.2.2:5060;lr>"u8, bye[HeaderName.Route]);
        Assert.Equal("two"u8, _proxy.Last(SipMethod.Ack).ToTag);
        Assert.Equal(["answered answer"], _alice.TakeEvents());
        Assert.Equal(SessionState.Confirmed, _alice.Session.State);
        _proxy.Respond(bye, 200);
        Assert.Equal("one"u8, _alice.Session.RemoteTag);
    }

    [Fact]
    public void A_2xx_of_another_fork_after_the_call_has_ended_is_acknowledged_and_ended()
    {
        _proxy.Respond(Invite, 200, "one", sdp: Endpoint.AnswerSdp);
        _alice.Do(session => session.Hangup(EndCause.Normal));
        _proxy.Respond(_proxy.Last(SipMethod.Bye), 200);
        Assert.Equal(0, _alice.Layer.Count);

        _proxy.Respond(Invite, 200, "two", sdp: Endpoint.AnswerSdp);
        Assert.Equal("two"u8, _proxy.Last(SipMethod.Bye).ToTag);
        Assert.Equal("two"u8, _proxy.Last(SipMethod.Ack).ToTag);
    }

    [Fact]
    public void A_2xx_that_nobody_asked_for_is_left_alone()
    {
        _proxy.Respond(Invite, 200, "one", sdp: Endpoint.AnswerSdp);
        var received = _proxy.Received.Count;
        _network.Advance(40);
        _proxy.Respond(Invite, 200, "two", sdp: Endpoint.AnswerSdp);

        Assert.Equal(received, _proxy.Received.Count);
    }

    [Fact]
    public void Reliable_responses_are_counted_for_each_fork()
    {
        _proxy.Respond(Invite, 183, "one", "Require: 100rel\r\nRSeq: 10\r\n", Endpoint.Sdp("one"));
        _proxy.Respond(Invite, 183, "two", "Require: 100rel\r\nRSeq: 500\r\n");
        var prack = _proxy.Last(SipMethod.Prack);

        Assert.Equal(2, _proxy.Count(SipMethod.Prack));
        Assert.Equal("two"u8, prack.ToTag);
        Assert.Equal($"500 {Invite.CSeqNumber} INVITE", RawPeer.Text(prack, HeaderName.RAck));
    }

    [Fact]
    public void Early_media_of_the_answering_fork_is_the_answer_where_the_2xx_has_none()
    {
        _proxy.Respond(Invite, 183, "one", "Require: 100rel\r\nRSeq: 1\r\n", Endpoint.Sdp("early"));
        _proxy.Respond(Invite, 200, "one");

        Assert.Equal(["progress 183 early", "answered early"], _alice.TakeEvents());
    }

    [Fact]
    public void Further_forks_than_the_limit_are_heard_but_not_followed()
    {
        for (var i = 0; i < 20; i++) _proxy.Respond(Invite, 180, $"fork{i}");
        Assert.Equal(20, _alice.TakeEvents().Length);
        _proxy.Respond(Invite, 200, "fork19", sdp: Endpoint.AnswerSdp);

        Assert.Equal(["answered answer"], _alice.TakeEvents());
        Assert.Equal("fork19"u8, _alice.Session.RemoteTag);
    }

    [Fact]
    public void A_response_without_a_To_tag_is_heard()
    {
        _proxy.Respond(Invite, 180, "");
        Assert.Equal(["progress 180 none"], _alice.TakeEvents());
    }

    [Fact]
    public void A_challenge_after_an_early_dialog_is_answered_outside_of_it()
    {
        _proxy.Respond(Invite, 180, "one", "Contact: <sip:one@198.51.100.1>\r\n");
        _proxy.Respond(Invite, 422, "one", "Min-SE: 3600\r\n");
        Assert.Equal(["progress 180 none", "rejected 422", "ended Remote 422"], _alice.TakeEvents());

        var timed = new Endpoint(_network, 4);
        var proxy = new RawPeer(_network, 5, timed.Peer);
        timed.Call(proxy.Peer, Endpoint.OfferSdp);
        proxy.Respond(proxy.Last(SipMethod.Invite), 180, "one", "Contact: <sip:one@198.51.100.1>\r\n");
        proxy.Respond(proxy.Last(SipMethod.Invite), 422, "one", "Min-SE: 3600\r\n");
        var second = proxy.Last(SipMethod.Invite);
        Assert.True(second.ToTag.IsEmpty);
        Assert.Equal("sip:bob@biloxi.example.com"u8, second.RequestUri);
        Assert.Equal("3600"u8, second[HeaderName.MinSe]);
        Assert.Equal("3600"u8, second[HeaderName.SessionExpires]);
    }
}
