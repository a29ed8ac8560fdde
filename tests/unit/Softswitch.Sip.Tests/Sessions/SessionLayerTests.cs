using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Which way requests go, and what is refused before it becomes a session.</summary>
public sealed class SessionLayerTests
{
    private readonly SimulatedNetwork _network = new();
    private readonly Endpoint _bob;
    private readonly RawPeer _peer;

    public SessionLayerTests()
    {
        _bob = new Endpoint(_network, 1);
        _peer = new RawPeer(_network, 2, _bob.Peer);
    }

    [Fact]
    public void OPTIONS_is_answered_with_what_we_understand()
    {
        _peer.Request("OPTIONS", 1);
        var answer = _peer.LastResponse(SipMethod.Options);

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal("application/sdp"u8, answer[HeaderName.Accept]);
        Assert.Equal("100rel, timer, replaces, norefersub"u8, answer[HeaderName.Supported]);
        Assert.True(answer.HasOption(HeaderName.Allow, "UPDATE"u8));
        Assert.False(answer.HasOption(HeaderName.Allow, "REGISTER"u8));
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("PRACK")]
    [InlineData("UPDATE")]
    [InlineData("INFO")]
    public void A_request_that_belongs_in_a_dialog_gets_481_outside_of_one(string method)
    {
        _peer.Request(method, 1);
        Assert.Equal(481, _peer.Received[^1].StatusCode);
    }

    [Theory]
    [InlineData("REGISTER", 405)]
    [InlineData("SUBSCRIBE", 405)]
    [InlineData("REFER", 405)]
    [InlineData("JUGGLE", 501)]
    public void A_method_that_nobody_handles_is_refused_with_Allow(string method, int status)
    {
        _peer.Request(method, 1);
        Assert.Equal(status, _peer.Received[^1].StatusCode);
        Assert.True(_peer.Received[^1].HasOption(HeaderName.Allow, "INVITE"u8));
    }

    [Fact]
    public void A_handler_gets_its_method_and_is_told_of_in_Allow()
    {
        var handler = new Handler();
        _bob.Layer.Handle(SipMethod.Register, handler);
        _peer.Request("REGISTER", 1);
        _peer.Request("OPTIONS", 2);

        Assert.Equal(1, handler.Requests);
        Assert.Equal(200, _peer.LastResponse(SipMethod.Register).StatusCode);
        Assert.True(_peer.LastResponse(SipMethod.Options).HasOption(HeaderName.Allow, "REGISTER"u8));
    }

    [Fact]
    public void A_request_of_a_dialog_that_is_no_sessions_goes_to_its_handler()
    {
        var handler = new Handler();
        _bob.Layer.Handle(SipMethod.Subscribe, handler);
        _peer.Request("OPTIONS", 1);
        _peer.Request("SUBSCRIBE", 2, _peer.Received[^1]);
        Assert.Equal(1, handler.Requests);
        _peer.Request("INVITE", 3, _peer.Received[^1], sdp: Endpoint.OfferSdp);
        Assert.Equal(481, _peer.LastResponse(SipMethod.Invite).StatusCode);
    }

    [Fact]
    public void An_extension_that_we_do_not_understand_is_refused_with_420()
    {
        _peer.Request("INVITE", 1, headers: "Require: 100rel, nothing, precondition\r\n", sdp: Endpoint.OfferSdp);
        Assert.Equal(420, _peer.Received[^1].StatusCode);
        Assert.True(_peer.Received[^1].HasOption(HeaderName.Unsupported, "nothing"u8));
        Assert.True(_peer.Received[^1].HasOption(HeaderName.Unsupported, "precondition"u8));
        Assert.False(_peer.Received[^1].HasOption(HeaderName.Unsupported, "100rel"u8));
        Assert.Empty(_bob.Events);
    }

    [Theory]
    [InlineData("Content-Type: application/isup\r\n")]
    [InlineData("Content-Encoding: gzip\r\nContent-Type: application/sdp\r\n")]
    public void A_body_that_we_do_not_understand_is_refused_with_415(string headers)
    {
        var bytes = Encoding.ASCII.GetBytes(
            $"INVITE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP {_peer.Peer.Remote};branch=z9hG4bKx;rport\r\nMax-Forwards: 70\r\n"
            + "From: <sip:raw@example.com>;tag=q\r\nTo: <sip:bob@example.com>\r\nCall-ID: body\r\nCSeq: 1 INVITE\r\n"
            + $"Contact: <sip:raw@{_peer.Peer.Remote}>\r\n{headers}Content-Length: 4\r\n\r\nabcd");
        _network.Send(_peer.Peer, _bob.Peer, bytes);
        _network.Settle();

        Assert.Equal(415, _peer.LastResponse(SipMethod.Invite).StatusCode);
        Assert.Equal("application/sdp"u8, _peer.LastResponse(SipMethod.Invite)[HeaderName.Accept]);
    }

    [Fact]
    public void An_INVITE_without_Contact_gets_400()
    {
        _peer.Request("INVITE", 1, headers: "Contact: *\r\n", sdp: Endpoint.OfferSdp);
        Assert.Equal(400, _peer.Received[^1].StatusCode);
    }

    [Fact]
    public void SDP_is_found_in_a_multipart_body()
    {
        var body = Encoding.ASCII.GetBytes("--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Type: application/sdp\r\n\r\n")
            .Concat(Endpoint.OfferSdp).Concat("\r\n--b--\r\n"u8.ToArray()).ToArray();
        var bytes = Encoding.ASCII.GetBytes(
            $"INVITE sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP {_peer.Peer.Remote};branch=z9hG4bKm;rport\r\nMax-Forwards: 70\r\n"
            + "From: <sip:raw@example.com>;tag=q\r\nTo: <sip:bob@example.com>\r\nCall-ID: multi\r\nCSeq: 1 INVITE\r\n"
            + $"Contact: <sip:raw@{_peer.Peer.Remote}>\r\nContent-Type: multipart/mixed;boundary=b\r\nContent-Length: {body.Length}\r\n\r\n");
        _network.Send(_peer.Peer, _bob.Peer, [.. bytes, .. body]);

        Assert.Equal(["incoming offer"], _bob.TakeEvents());
    }

    [Fact]
    public void Requests_within_the_dialog_are_answered()
    {
        var (caller, pair) = OfferTests.RawCall();
        caller.Request("INFO", 2, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(200, caller.Received[^1].StatusCode);
        caller.Request("MESSAGE", 3, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(200, caller.Received[^1].StatusCode);
        caller.Request("OPTIONS", 4, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(200, caller.Received[^1].StatusCode);
        Assert.Equal("application/sdp"u8, caller.Received[^1][HeaderName.Accept]);
        caller.Request("JUGGLE", 5, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(405, caller.Received[^1].StatusCode);
        caller.Request("SUBSCRIBE", 6, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(405, caller.Received[^1].StatusCode);

        Assert.Equal(["request INFO", "request MESSAGE", "request JUGGLE"], pair.Bob.TakeEvents());
    }

    [Fact]
    public void A_request_out_of_order_gets_500_and_one_of_another_dialog_481()
    {
        var (caller, pair) = OfferTests.RawCall();
        var answer = caller.LastResponse(SipMethod.Invite);
        caller.Request("INFO", 7, answer);
        caller.Request("INFO", 6, answer);
        Assert.Equal(500, caller.Received[^1].StatusCode);
        caller.Request("BYE", 8, answer, callId: "another");
        Assert.Equal(481, caller.Received[^1].StatusCode);
        var stranger = new RawPeer(pair.Network, 4, pair.Bob.Peer);
        stranger.Request("BYE", 9, answer, headers: "X-From: elsewhere\r\n", callId: "another");
        Assert.Equal(481, stranger.Received[^1].StatusCode);
        Assert.Equal(SessionState.Confirmed, pair.Bob.Session.State);
    }

    [Fact]
    public void A_request_from_a_new_address_moves_the_session_there()
    {
        var pair = Pair.Connected();
        Assert.Equal(pair.Alice.Peer, pair.Bob.Session.Peer);
        var (caller, other) = OfferTests.RawCall();
        caller.Request("INFO", 2, caller.LastResponse(SipMethod.Invite));
        Assert.Equal(caller.Peer, other.Bob.Session.Peer);
    }

    [Fact]
    public void A_session_is_found_by_what_a_Replaces_names()
    {
        var pair = Pair.Connected();
        var session = pair.Bob.Session;
        var tag = Encoding.ASCII.GetBytes(session.LocalTag.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));

        Assert.Same(session, pair.Bob.Layer.Find(session.CallId, tag, session.RemoteTag));
        Assert.Null(pair.Bob.Layer.Find("other"u8, tag, session.RemoteTag));
        Assert.Null(pair.Bob.Layer.Find(session.CallId, tag, "other"u8));
        Assert.Null(pair.Bob.Layer.Find(session.CallId, "0000000000000000"u8, session.RemoteTag));
        Assert.Null(pair.Bob.Layer.Find(session.CallId, "no tag of ours"u8, session.RemoteTag));
    }

    [Fact]
    public void A_session_is_found_on_the_worker_that_its_Call_ID_belongs_to()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);
        var workers = new[] { new ManualWorker(clock, 0), new ManualWorker(clock, 1), new ManualWorker(clock, 2) };
        var random = new SeededRandomSource(5);
        var layers = workers.Select(worker => new SessionLayer(worker, _bob, random, _bob, workers: 3)).ToArray();
        var directory = new SessionDirectory(layers);
        for (var i = 0; i < 30; i++)
        {
            InviteSession session = null!;
            workers[i % 3].Do(() => session = layers[i % 3].Call(new OutgoingCall
            {
                Target = SimulatedNetwork.PeerAt(9),
                RequestUri = "sip:x@example.com"u8,
                From = "<sip:a@example.com>"u8,
                To = "<sip:x@example.com>"u8,
                User = _bob,
            }));
            Assert.Equal(i % 3, WorkerGroup.IndexOf(session.CallId, 3));
            InviteSession? found = null;
            var tag = Encoding.ASCII.GetBytes(session.LocalTag.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
            directory.Find(session.CallId.ToArray(), tag, [], (session, _) => found = session, null);
            Assert.Null(found);
            workers[i % 3].RunUntilIdle();
            Assert.Same(session, found);
        }
    }

    [Fact]
    public void A_user_that_throws_leaves_no_session_behind()
    {
        _bob.WhenIncoming = _ => throw new InvalidOperationException("fault");
        Assert.Throws<InvalidOperationException>(() => _peer.Request("INVITE", 1, sdp: Endpoint.OfferSdp));

        _network.Settle();
        Assert.Equal(500, _peer.LastResponse(SipMethod.Invite).StatusCode);
        Assert.Equal(0, _bob.Layer.Count);
    }

    [Fact]
    public void An_extension_that_we_do_not_understand_is_refused_within_the_dialog_too()
    {
        var (caller, pair) = OfferTests.RawCall();
        caller.Request("INFO", 2, caller.LastResponse(SipMethod.Invite), "Require: nothing\r\n");
        Assert.Equal(420, caller.LastResponse(SipMethod.Info).StatusCode);
        Assert.Empty(pair.Bob.TakeEvents());
    }

    [Fact]
    public void HangupAll_ends_every_session()
    {
        var pair = Pair.Connected();
        pair.Alice.Call(pair.Bob, Endpoint.OfferSdp);
        pair.Network.Worker.Do(() => pair.Alice.Layer.HangupAll(EndCause.Normal));

        pair.AssertNothingLeft();
    }

    private sealed class Handler : IRequestHandler
    {
        public int Requests { get; private set; }

        public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
        {
            Requests++;
            transaction.Respond(200);
        }
    }
}
