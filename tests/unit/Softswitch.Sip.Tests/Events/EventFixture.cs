using System.Text;
using Softswitch.Net;
using Softswitch.Sip.Tests.Transactions;

namespace Softswitch.Sip.Tests.Events;

/// <summary>A session layer on a worker without a thread, for what is above it besides sessions.</summary>
internal sealed class EventFixture : ISessionUser
{
    private readonly SipMessage _message = new();
    private uint _branch;

    public EventFixture()
    {
        Clock = new ManualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Worker = new ManualWorker(Clock);
        Sessions = new SessionLayer(Worker, Sender, new SeededRandomSource(5), this);
    }

    public ManualClock Clock { get; }

    public ManualWorker Worker { get; }

    public ScriptedSender Sender { get; } = new();

    public SessionLayer Sessions { get; }

    public TransactionLayer Layer => Sessions.Transactions;

    public void Pass(double seconds) => Worker.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>A message arrives; lines are given with \n.</summary>
    public void Receive(string text, SipPeer? from = null)
    {
        var peer = from ?? TransactionFixture.Peer();
        var isValid = _message.TryParse(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), SipLimits.Default, out var error);
        Worker.Do(() =>
        {
            if (isValid) Layer.OnMessage(_message, peer);
            else Layer.OnMalformed(_message, error, peer);
        });
    }

    /// <summary>A request of 100@192.0.2.7; returns the response.</summary>
    public SentMessage Request(
        string method, string headers, string to = "<sip:200@192.0.2.1>", int cseq = 1, string callId = "c1", string body = "", string fromTag = "f1")
    {
        Sender.Sent.Clear();
        Receive($"""
            {method} sip:200@192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK{_branch++};rport
            Max-Forwards: 70
            From: <sip:100@192.0.2.1>;tag={fromTag}
            To: {to}
            Call-ID: {callId}
            CSeq: {cseq} {method}
            Contact: <sip:100@192.0.2.7:5070>
            {headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}

            {body}
            """);
        return Sender.Sent.First(sent => sent.StartLine.StartsWith("SIP/2.0", StringComparison.Ordinal));
    }

    /// <summary>The phone answers a request of ours.</summary>
    public void Answer(SentMessage request, int status, string more = "", string toTag = "")
    {
        var to = request["To"]!;
        Receive($"""
            SIP/2.0 {status} Whatever
            Via: {request["Via"]}
            From: {request["From"]}
            To: {to}{(to.Contains(";tag=", StringComparison.Ordinal) || toTag.Length == 0 ? "" : ";tag=" + toTag)}
            Call-ID: {request["Call-ID"]}
            CSeq: {request["CSeq"]}
            {more}Content-Length: 0


            """);
    }

    void ISessionUser.OnIncoming(InviteSession session, SipMessage invite)
    {
    }

    void ISessionUser.OnProgress(InviteSession session, SipMessage response, byte[]? sdp)
    {
    }

    void ISessionUser.OnAnswered(InviteSession session, SipMessage response, byte[]? sdp)
    {
    }

    void ISessionUser.OnRejected(InviteSession session, int status, SipMessage? response)
    {
    }

    void ISessionUser.OnOffer(InviteSession session, byte[]? sdp)
    {
    }

    void ISessionUser.OnOfferAnswered(InviteSession session, byte[] sdp)
    {
    }

    void ISessionUser.OnOfferRejected(InviteSession session, int status)
    {
    }

    void ISessionUser.OnEnded(InviteSession session, in EndCause cause)
    {
    }
}
