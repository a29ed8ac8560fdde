using System.Globalization;
using System.Text;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>A peer that says exactly what a test has it say: for what our own layer would never do.</summary>
internal sealed class RawPeer
{
    private readonly SimulatedNetwork _network;
    private readonly SipPeer _target;
    private int _branch;

    public RawPeer(SimulatedNetwork network, int index, SipPeer target)
    {
        _network = network;
        _target = target;
        Peer = SimulatedNetwork.PeerAt(index);
        Tag = "raw" + index.ToString(CultureInfo.InvariantCulture);
        network.Attach(Peer, (bytes, from) =>
        {
            var message = new SipMessage();
            Assert.True(message.TryParse(bytes, SipLimits.Default, out _));
            Received.Add(message);
        });
    }

    public SipPeer Peer { get; }

    public string Tag { get; set; }

    public List<SipMessage> Received { get; } = [];

    public SipMessage Last(SipMethod method) => Received.Last(message => message.IsRequest && message.Method == method);

    public SipMessage LastResponse(SipMethod method) => Received.Last(message => !message.IsRequest && message.Method == method);

    public int Count(SipMethod method) => Received.Count(message => message.IsRequest && message.Method == method);

    /// <summary>Answers a request; <paramref name="headers"/> are whole lines. A tag of null leaves To as it is.</summary>
    public void Respond(SipMessage request, int status, string? tag = null, string headers = "", byte[]? sdp = null)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"SIP/2.0 {status} Text\r\n");
        foreach (var value in request.Values(HeaderName.Via)) text.Append("Via: ").Append(Encoding.UTF8.GetString(value)).Append("\r\n");
        var to = Text(request, HeaderName.To);
        if (status > 100 && request.ToTag.IsEmpty) to += ";tag=" + (tag ?? Tag);
        text.Append(CultureInfo.InvariantCulture, $"From: {Text(request, HeaderName.From)}\r\nTo: {to}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Call-ID: {Text(request, HeaderName.CallId)}\r\nCSeq: {Text(request, HeaderName.CSeq)}\r\n");
        if (!headers.Contains("Contact:", StringComparison.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"Contact: <sip:raw@{Peer.Remote}>\r\n");
        Send(text.Append(headers), sdp);
    }

    /// <summary>Sends a request outside a dialog, or within the one that <paramref name="like"/> (a request of ours, or a response to theirs) belongs to.</summary>
    public void Request(string method, int cseq, SipMessage? like = null, string headers = "", byte[]? sdp = null, string? callId = null, string? branch = null)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} sip:bob@{_target.Remote} SIP/2.0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Via: SIP/2.0/UDP {Peer.Remote};branch=z9hG4bK{branch ?? Tag + _branch++.ToString(CultureInfo.InvariantCulture)};rport\r\nMax-Forwards: 70\r\n");
        var ours = like is null ? "" : like.IsRequest ? Text(like, HeaderName.To) : Text(like, HeaderName.From);
        if (ours.Length > 0 && !ours.Contains(";tag=", StringComparison.Ordinal)) ours += ";tag=" + Tag;
        var theirs = like is null ? "" : like.IsRequest ? Text(like, HeaderName.From) : Text(like, HeaderName.To);
        text.Append(CultureInfo.InvariantCulture, $"From: {(like is null ? "<sip:raw@example.com>;tag=" + Tag : ours)}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"To: {(like is null ? "<sip:bob@example.com>" : theirs)}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Call-ID: {callId ?? (like is null ? "call-of-" + Tag : Text(like, HeaderName.CallId))}\r\nCSeq: {cseq} {method}\r\n");
        if (!headers.Contains("Contact:", StringComparison.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"Contact: <sip:raw@{Peer.Remote}>\r\n");
        Send(text.Append(headers), sdp);
    }

    public static string Text(SipMessage message, HeaderName name) => Encoding.UTF8.GetString(message[name]);

    private void Send(StringBuilder text, byte[]? sdp)
    {
        if (sdp is not null) text.Append("Content-Type: application/sdp\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {sdp?.Length ?? 0}\r\n\r\n");
        _network.Send(Peer, _target, [.. Encoding.UTF8.GetBytes(text.ToString()), .. sdp ?? []]);
        _network.Settle();
    }
}
