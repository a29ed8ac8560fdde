using System.Collections.Frozen;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Authentication;
using Softswitch.Kernel.Registrar;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Bench.Micro.Kernel.Registrar;

/// <summary>
/// Phones' registrations as they are refreshed: REGISTER, 401, REGISTER with credentials, 200, through parser, transactions and registrar,
/// over 10 000 extensions. With each 200 µs go by, so that what lingers is as much as with 5000 a second.
/// </summary>
internal sealed class RegisteringPhones : ISipSender, ITransactionUser, ILocationStore
{
    private const int Phones = 10_000;
    private static readonly SipListenPoint Local = new(SipTransport.Udp, "192.0.2.1:5060"u8.ToArray());

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ManualWorker _worker;
    private readonly TransactionLayer _layer;
    private readonly RegisterHandler _handler;
    private readonly LocationTable _table;
    private readonly SipMessage _message = new();
    private readonly SipMessage _challenge = new();
    private readonly SipWriter _peer = new();
    private readonly IRandomSource _random = new SeededRandomSource(1);
    private readonly List<Extension> _extensions;
    private readonly byte[] _response = new byte[4096];
    private int _responseLength;
    private ulong _number;
    private long _saved;

    public RegisteringPhones()
    {
        _extensions = Enumerable.Range(1000, Phones).Select(number => new Extension { Number = $"{number}", Secret = $"secret{number}" }).ToList();
        var account = new Account
        {
            Id = "acme",
            Domains = ["acme.example"],
            Extensions = _extensions.ToFrozenDictionary(extension => extension.Number),
            Plan = Softswitch.Dialplan.Plans.Plan.Empty("acme"),
        };
        var accounts = AccountSet.Of([account], null);
        _worker = new ManualWorker(_clock);
        _table = new LocationTable(_clock, this);
        var authenticator = new EndpointAuthenticator(accounts, new DigestAuthenticator(new DigestOptions(), _clock, _random));
        _handler = new RegisterHandler(_worker, _table, authenticator, new RegistrarOptions());
        _layer = new TransactionLayer(_worker, this, _random, SipTimers.Default, this);
    }

    /// <summary>A registration of the next phone.</summary>
    public void Register()
    {
        var phone = Next();
        Receive(Request(phone, null));
        Receive(Request(phone, Challenge(phone)));
    }

    /// <summary>What the phone's part of <see cref="Register"/> costs, to be taken off; there has been a registration before.</summary>
    public void RegisterOfPeers()
    {
        var phone = Next();
        Request(phone, null);
        Request(phone, Challenge(phone));
    }

    /// <summary>Throws where a registration was not accepted and stored.</summary>
    public void Check()
    {
        if (_handler.Refused != 0 || _saved == 0 || _saved != _handler.Accepted) throw new InvalidOperationException("not all were accepted");
    }

    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from) => _handler.OnRequest(transaction, request, from);

    public void OnAck(SipMessage ack, in SipPeer from)
    {
    }

    public void OnStrayResponse(SipMessage response, in SipPeer from)
    {
    }

    public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null)
    {
        if (!message.StartsWith("SIP/2.0 401"u8)) return;
        message.CopyTo(_response);
        _responseLength = message.Length;
    }

    public SipListenPoint LocalFor(in SipPeer to) => Local;

    public Task<IReadOnlyList<StoredBinding>> LoadAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<StoredBinding>>([]);

    public bool Save(string account, string extension, Binding binding)
    {
        _saved++;
        return true;
    }

    public bool Remove(string account, string extension, Binding binding) => true;

    private ulong Next()
    {
        _clock.Advance(TimeSpan.FromMicroseconds(200));
        _worker.Timers.Advance();
        return _number++ % Phones;
    }

    private DigestClient Challenge(ulong phone)
    {
        if (!_challenge.TryParse(_response.AsSpan(0, _responseLength), SipLimits.Default, out var error)) throw new InvalidOperationException(error.Text);
        var extension = _extensions[(int)phone];
        var client = new DigestClient(extension.Number, extension.Secret!, _random);
        _ = client.TakeChallenges(_challenge);
        return client;
    }

    private void Receive(SipWriter bytes)
    {
        if (!_message.TryParse(bytes.Written, SipLimits.Default, out var error)) throw new InvalidOperationException(error.Text);
        _layer.OnMessage(_message, new SipPeer(SipTransport.Udp, NetAddress.IPv4(0xC0000207, 5070)));
    }

    private SipWriter Request(ulong phone, DigestClient? client)
    {
        _peer.Request("REGISTER"u8, "sip:acme.example"u8)
            .Begin(HeaderName.Via).Text("SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK"u8).Hex((_number << 1) + (client is null ? 0u : 1u)).Text(";rport"u8).End()
            .Header(HeaderName.MaxForwards, 70)
            .Begin(HeaderName.From).Text("<sip:"u8).Number(1000 + (long)phone).Text("@acme.example>;tag="u8).Hex(phone).End()
            .Begin(HeaderName.To).Text("<sip:"u8).Number(1000 + (long)phone).Text("@acme.example>"u8).End()
            .Begin(HeaderName.CallId).Hex(phone).Text("@192.0.2.7"u8).End()
            .Begin(HeaderName.CSeq).Number((long)(_number << 1) + (client is null ? 0 : 1)).Text(" REGISTER"u8).End()
            .Begin(HeaderName.Contact).Text("<sip:"u8).Number(1000 + (long)phone).Text("@192.0.2.7:5070>"u8).End()
            .Header(HeaderName.Expires, 600)
            .Header(HeaderName.UserAgent, "Example Phone 1.2.3"u8)
            .Header(HeaderName.Allow, "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, REFER, NOTIFY"u8);
        client?.WriteCredentials(_peer, "REGISTER"u8, "sip:acme.example"u8);
        return _peer.EndWithoutBody();
    }
}
