using System.Text;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Bench.Micro.Sip.Transactions;

/// <summary>
/// The transactions of one B2BUA call over datagrams: INVITE, 100, INVITE, 100, 180, 180, 200, 200, ACK, ACK, BYE, 200, BYE, 200, with all
/// messages parsed and written but no dialog above and no network below. With each call 1 ms goes by, so that what lingers is as
/// much as with 1000 calls a second.
/// </summary>
internal sealed class BackToBack : ITransactionUser, IClientTransactionUser, ISipSender
{
    private static readonly SipListenPoint Local = new(SipTransport.Udp, "192.0.2.1:5060"u8.ToArray());
    private static readonly SipPeer Phone = new(SipTransport.Udp, NetAddress.IPv4(0xC0000207, 5070));
    private static readonly byte[] Sdp = Encoding.ASCII.GetBytes(
        "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n");

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ManualWorker _worker;
    private readonly TransactionLayer _layer;
    private readonly SipMessage _message = new();
    private readonly SipWriter _peer = new();
    private readonly SipMessage _ours = new();
    private readonly byte[] _lastRequest = new byte[4096];
    private int _lastLength;
    private ServerTransaction? _invite;
    private ulong _number;

    public BackToBack()
    {
        _worker = new ManualWorker(_clock);
        _layer = new TransactionLayer(_worker, this, new SeededRandomSource(1), SipTimers.Default, this);
    }

    /// <summary>Transactions that are over and linger to absorb retransmissions.</summary>
    public int Lingering => _layer.LingeringCount;

    /// <summary>A call, from its INVITE to its BYE.</summary>
    public void Call()
    {
        Invite();
        Receive(FromCaller(SipMethod.Bye, 2));
        Remember();
        Receive(FromCallee(200, default));
    }

    /// <summary>A call's beginning, from its INVITE to its ACK.</summary>
    public void Invite()
    {
        Next();
        Receive(FromCaller(SipMethod.Invite, 0));
        Remember();
        Receive(FromCallee(100, default));
        Receive(FromCallee(180, default));
        Receive(FromCallee(200, Sdp));
        Receive(FromCaller(SipMethod.Ack, 1));
    }

    /// <summary>What the two phones' part of <see cref="Call"/> costs, to be taken off.</summary>
    public void CallOfPeers()
    {
        InviteOfPeers();
        FromCaller(SipMethod.Bye, 2);
        Remember();
        FromCallee(200, default);
    }

    /// <summary>What the two phones' part of <see cref="Invite"/> costs, to be taken off.</summary>
    public void InviteOfPeers()
    {
        Next();
        FromCaller(SipMethod.Invite, 0);
        Remember();
        FromCallee(100, default);
        FromCallee(180, default);
        FromCallee(200, Sdp);
        FromCaller(SipMethod.Ack, 1);
    }

    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        if (request.Method == SipMethod.Invite)
        {
            _invite = transaction;
            NewRequest(SipMethod.Invite).Send("application/sdp"u8, Sdp, this);
        }
        else
        {
            transaction.Respond(200);
            NewRequest(SipMethod.Bye).Send(this);
        }
    }

    public void OnAck(SipMessage ack, in SipPeer from) => _invite!.Acknowledged();

    public void OnStrayResponse(SipMessage response, in SipPeer from)
    {
    }

    public void OnResponse(ClientTransaction transaction, SipMessage response)
    {
        if (response.Method != SipMethod.Invite || response.StatusCode == 100) return;
        if (response.StatusCode == 180)
        {
            _invite!.NewResponse(180).Send();
            return;
        }

        NewRequest(SipMethod.Ack).SendOnly();
        var answer = _invite!.NewResponse(200);
        answer.Writer.Header(HeaderName.Contact, "<sip:192.0.2.1>"u8);
        answer.Send("application/sdp"u8, Sdp);
    }

    public void OnFailure(ClientTransaction transaction, TransactionFailure failure) => throw new InvalidOperationException(failure.ToString());

    public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null)
    {
        if (message.StartsWith("SIP"u8)) return;
        message.CopyTo(_lastRequest);
        _lastLength = message.Length;
    }

    public SipListenPoint LocalFor(in SipPeer to) => Local;

    private ClientRequest NewRequest(SipMethod method)
    {
        var request = _layer.NewRequest(method, "sip:200@192.0.2.8:5080"u8, Phone);
        request.Writer.Header(HeaderName.From, "\"Alice\" <sip:100@192.0.2.1>;tag=0123456789abcdef"u8)
            .Header(HeaderName.To, "<sip:200@192.0.2.1>"u8)
            .Begin(HeaderName.CallId).Hex(_number).Text("@192.0.2.1"u8).End()
            .Begin(HeaderName.CSeq).Text("1 "u8).Text(SipMethods.NameOf(method)).End()
            .Header(HeaderName.Contact, "<sip:192.0.2.1:5060>"u8)
            .Header(HeaderName.Allow, "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY"u8)
            .Header(HeaderName.Supported, "100rel, timer, replaces"u8);
        return request;
    }

    private void Next()
    {
        _number++;
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _worker.Timers.Advance();
    }

    private void Remember() => _ = _ours.TryParse(_lastRequest.AsSpan(0, _lastLength), SipLimits.Default, out _);

    private void Receive(SipWriter bytes)
    {
        if (!_message.TryParse(bytes.Written, SipLimits.Default, out var error)) throw new InvalidOperationException(error.Text);
        _layer.OnMessage(_message, Phone);
    }

    private SipWriter FromCaller(SipMethod method, ulong branch)
    {
        _peer.Request(SipMethods.NameOf(method), "sip:200@192.0.2.1"u8)
            .Begin(HeaderName.Via).Text("SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK"u8).Hex((_number << 2) + branch).Text(";rport"u8).End()
            .Header(HeaderName.MaxForwards, 70)
            .Begin(HeaderName.From).Text("\"Alice\" <sip:100@192.0.2.1>;tag="u8).Hex(_number).End()
            .Header(HeaderName.To, method == SipMethod.Invite ? "<sip:200@192.0.2.1>"u8 : "<sip:200@192.0.2.1>;tag=0123456789abcdef"u8)
            .Begin(HeaderName.CallId).Hex(_number).Text("@192.0.2.7"u8).End()
            .Begin(HeaderName.CSeq).Text(method == SipMethod.Bye ? "2 "u8 : "1 "u8).Text(SipMethods.NameOf(method)).End()
            .Header(HeaderName.Contact, "<sip:100@192.0.2.7:5070>"u8)
            .Header(HeaderName.UserAgent, "Example Phone 1.2.3"u8)
            .Header(HeaderName.Allow, "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY"u8);
        return method == SipMethod.Invite ? _peer.EndWithBody("application/sdp"u8, Sdp) : _peer.EndWithoutBody();
    }

    private SipWriter FromCallee(int status, ReadOnlySpan<byte> body) => _peer.Status(status, ReasonPhrases.Of(status))
        .Header(HeaderName.Via, _ours[HeaderName.Via])
        .Header(HeaderName.From, _ours[HeaderName.From])
        .Begin(HeaderName.To).Text(_ours[HeaderName.To]).Text(";tag=fedcba9876543210"u8).End()
        .Header(HeaderName.CallId, _ours.CallId)
        .Header(HeaderName.CSeq, _ours[HeaderName.CSeq])
        .Header(HeaderName.Contact, "<sip:200@192.0.2.8:5080>"u8)
        .EndWithBody("application/sdp"u8, body);
}
