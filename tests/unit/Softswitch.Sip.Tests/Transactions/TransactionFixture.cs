using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transactions;

/// <summary>A transaction layer on a worker without a thread, between a scripted network and a core that writes everything down.</summary>
internal sealed class TransactionFixture
{
    private readonly SipMessage _message = new();

    public TransactionFixture(TransactionLimits? limits = null, ulong seed = 1)
    {
        Clock = new ManualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Worker = new ManualWorker(Clock);
        Layer = new TransactionLayer(Worker, Sender, new SeededRandomSource(seed), SipTimers.Default, User, limits);
    }

    public ManualClock Clock { get; }

    public ManualWorker Worker { get; }

    public ScriptedSender Sender { get; } = new();

    public RecordingUser User { get; } = new();

    public TransactionLayer Layer { get; }

    /// <summary>A phone at 192.0.2.7:5070.</summary>
    public static SipPeer Peer(SipTransport transport = SipTransport.Udp, ushort port = 5070) =>
        new(transport, NetAddress.IPv4(0xC0000207, port), 0, transport == SipTransport.Udp ? 0 : 9);

    public static SipPeer PeerOver(bool reliable) => Peer(reliable ? SipTransport.Tcp : SipTransport.Udp);

    /// <summary>Lets time pass on the worker, in ms.</summary>
    public void Pass(int milliseconds) => Worker.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>A message arrives; lines are given with \n.</summary>
    public void Receive(string text, SipPeer? from = null)
    {
        var peer = from ?? Peer();
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        if (_message.TryParse(bytes, SipLimits.Default, out var error)) Worker.Do(() => Layer.OnMessage(_message, peer));
        else Worker.Do(() => Layer.OnMalformed(_message, error, peer));
    }

    /// <summary>A request arrives from the phone.</summary>
    public void ReceiveRequest(
        string method, string branch = "z9hG4bKone", bool reliable = false, string toTag = "", string? cseqMethod = null,
        int cseq = 1, string callId = "call-1", string more = "", string via = "") => Receive(
        Request(method, branch, reliable, toTag, cseqMethod, cseq, callId, more, via), PeerOver(reliable));

    public static string Request(
        string method, string branch = "z9hG4bKone", bool reliable = false, string toTag = "", string? cseqMethod = null,
        int cseq = 1, string callId = "call-1", string more = "", string via = "") => $"""
        {method} sip:200@192.0.2.1 SIP/2.0
        {(via.Length > 0 ? via : $"Via: SIP/2.0/{(reliable ? "TCP" : "UDP")} 192.0.2.7:5070;branch={branch};rport")}
        Max-Forwards: 70
        From: <sip:100@192.0.2.1>;tag=from-1
        To: <sip:200@192.0.2.1>{(toTag.Length > 0 ? ";tag=" + toTag : "")}
        Call-ID: {callId}
        CSeq: {cseq} {cseqMethod ?? method}
        {more}Content-Length: 0


        """;

    /// <summary>Sends a request of ours to the phone.</summary>
    public ClientTransaction Send(SipMethod method, bool reliable = false, byte[]? body = null, string more = "")
    {
        ClientTransaction? transaction = null;
        Worker.Do(() =>
        {
            var request = Layer.NewRequest(method, "sip:100@192.0.2.7:5070"u8, PeerOver(reliable));
            request.Writer.Header(HeaderName.From, "<sip:200@192.0.2.1>;tag=ours"u8)
                .Header(HeaderName.To, "<sip:100@192.0.2.7>"u8)
                .Header(HeaderName.CallId, "our-call"u8)
                .Begin(HeaderName.CSeq).Text("7 "u8).Text(SipMethods.NameOf(method)).End()
                .Text(more);
            transaction = body is null ? request.Send(User) : request.Send("application/sdp"u8, body, User);
        });
        return transaction!;
    }

    /// <summary>The phone answers a request of ours.</summary>
    public void Answer(SentMessage request, int status, string toTag = "theirs") => Receive(
        $"""
        SIP/2.0 {status} Whatever
        Via: {request["Via"]}
        From: {request["From"]}
        To: {request["To"]};tag={toTag}
        Call-ID: {request["Call-ID"]}
        CSeq: {request["CSeq"]}
        Content-Length: 0


        """,
        request.To);

    /// <summary>We answer the last request.</summary>
    public void Respond(int status) => Worker.Do(() => User.LastRequest!.Respond(status));

    /// <summary>Nothing is left of anything.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Equal(0, Layer.ActiveClients);
        Assert.Equal(0, Layer.ActiveServers);
        Assert.Equal(0, Layer.LingeringCount);
        Assert.Equal(0, Layer.BuffersInUse);
        Assert.Equal(0, Layer.MarkedRequests);
        Assert.Equal(0, Worker.Timers.Count);
    }
}
