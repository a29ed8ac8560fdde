using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>A session layer with its user, attached to the network: what it heard stands in <see cref="Events"/>.</summary>
internal sealed class Endpoint : ISipSender, ISessionUser
{
    public static readonly byte[] OfferSdp = Sdp("offer");
    public static readonly byte[] AnswerSdp = Sdp("answer");

    private readonly SimulatedNetwork _network;
    private readonly SipListenPoint _point;
    private readonly SipMessage _message = new();

    public Endpoint(SimulatedNetwork network, int index, SessionOptions? options = null, IRandomSource? random = null)
    {
        _network = network;
        Peer = SimulatedNetwork.PeerAt(index);
        _point = new SipListenPoint(SipTransport.Udp, Encoding.ASCII.GetBytes(Peer.Remote.ToString()));
        Layer = new SessionLayer(network.Worker, this, random ?? new SeededRandomSource((ulong)index + 1), this, options);
        network.Attach(Peer, Receive);
    }

    public SipPeer Peer { get; }

    public SessionLayer Layer { get; }

    /// <summary>The last incoming or outgoing session.</summary>
    public InviteSession Session { get; private set; } = null!;

    public List<InviteSession> Sessions { get; } = [];

    public List<string> Events { get; } = [];

    public Dictionary<InviteSession, int> Ends { get; } = [];

    public EndCause Cause { get; private set; }

    /// <summary>Retry-After of the last refusal, empty where it had none.</summary>
    public string RetryAfter { get; private set; } = "";

    public ReferRequest? Referred { get; private set; }

    public List<ReferProgress> ReferNews { get; } = [];

    /// <summary>What to do on an incoming session; by default nothing.</summary>
    public Action<InviteSession> WhenIncoming { get; set; } = _ => { };

    public Action<InviteSession, byte[]?> WhenOffered { get; set; } = (_, _) => { };

    public Action<InviteSession, string> WhenAny { get; set; } = (_, _) => { };

    public static byte[] Sdp(string name) => Encoding.ASCII.GetBytes($"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns={name}\r\nt=0 0\r\n");

    public static string NameOf(byte[]? sdp)
    {
        if (sdp is null) return "none";
        var text = Encoding.ASCII.GetString(sdp);
        var start = text.IndexOf("s=", StringComparison.Ordinal) + 2;
        var end = text.IndexOf('\r', start);
        return end < 0 ? "damaged" : text[start..end];
    }

    public string[] TakeEvents()
    {
        _network.Settle();
        var events = Events.ToArray();
        Events.Clear();
        return events;
    }

    /// <summary>Whether outgoing sessions answer offers in provisional responses.</summary>
    public bool AnswersEarly { get; set; } = true;

    public InviteSession Call(Endpoint to, byte[]? sdp, string headers = "", ISipCredentials? credentials = null) =>
        Call(to.Peer, sdp, headers, credentials);

    public InviteSession Call(SipPeer to, byte[]? sdp, string headers = "", ISipCredentials? credentials = null)
    {
        _network.Worker.Do(() =>
        {
            Session = Layer.Call(new OutgoingCall
            {
                Target = to,
                RequestUri = "sip:bob@biloxi.example.com"u8,
                From = "\"Alice\" <sip:alice@atlanta.example.com>"u8,
                To = "<sip:bob@biloxi.example.com>"u8,
                User = this,
                Sdp = sdp,
                Headers = Encoding.UTF8.GetBytes(headers),
                Credentials = credentials,
                AnswersEarly = AnswersEarly,
            });
            Sessions.Add(Session);
        });
        return Session;
    }

    /// <summary>Does something with the last session on the worker, and lets everything happen that follows at once.</summary>
    public void Do(Action<InviteSession> action) => _network.Worker.Do(() => action(Session));

    public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null) =>
        _network.Send(Peer, to, message);

    public SipListenPoint LocalFor(in SipPeer to) => _point;

    public void OnIncoming(InviteSession session, SipMessage invite)
    {
        Session = session;
        Sessions.Add(session);
        Hear(session, $"incoming {NameOf(session.RemoteSdp)}");
        WhenIncoming(session);
    }

    public void OnProgress(InviteSession session, SipMessage response, byte[]? sdp) =>
        Hear(session, $"progress {response.StatusCode} {NameOf(sdp)}");

    public void OnAnswered(InviteSession session, SipMessage response, byte[]? sdp) => Hear(session, $"answered {NameOf(sdp)}");

    public void OnConfirmed(InviteSession session) => Hear(session, "confirmed");

    public void OnRejected(InviteSession session, int status, SipMessage? response)
    {
        RetryAfter = response is null ? "" : Encoding.ASCII.GetString(response[HeaderName.RetryAfter]);
        Hear(session, $"rejected {status}");
    }

    public void OnOffer(InviteSession session, byte[]? sdp)
    {
        Hear(session, $"offer {NameOf(sdp)}");
        WhenOffered(session, sdp);
    }

    public void OnOfferAnswered(InviteSession session, byte[] sdp) => Hear(session, $"offer answered {NameOf(sdp)}");

    public void OnOfferRejected(InviteSession session, int status) => Hear(session, $"offer rejected {status}");

    public void OnOfferWithdrawn(InviteSession session) => Hear(session, "offer withdrawn");

    public void OnReferred(InviteSession session, ReferRequest request)
    {
        Referred = request;
        Hear(session, $"referred {Encoding.UTF8.GetString(request.ReferTo)}");
    }

    public void OnReferProgress(InviteSession session, in ReferProgress progress)
    {
        ReferNews.Add(progress);
        Hear(session, $"refer {progress.Status}{(progress.IsFinal ? " final" : "")}");
    }

    public int OnRequest(InviteSession session, SipMessage request)
    {
        Hear(session, $"request {Encoding.ASCII.GetString(request.MethodName)}");
        return request.Method is SipMethod.Info or SipMethod.Message ? 200 : 405;
    }

    public void OnEnded(InviteSession session, in EndCause cause)
    {
        Ends[session] = Ends.GetValueOrDefault(session) + 1;
        Cause = cause;
        Hear(session, $"ended {cause.By} {cause.Status}");
    }

    private void Hear(InviteSession session, string what)
    {
        Assert.False(Ends.ContainsKey(session) && !what.StartsWith("ended", StringComparison.Ordinal), $"heard after its end: {what}");
        Events.Add(what);
        WhenAny(session, what);
    }

    private void Receive(byte[] bytes, SipPeer from)
    {
        if (_message.TryParse(bytes, SipLimits.Default, out var error)) Layer.Transactions.OnMessage(_message, from);
        else Layer.Transactions.OnMalformed(_message, error, from);
    }
}
