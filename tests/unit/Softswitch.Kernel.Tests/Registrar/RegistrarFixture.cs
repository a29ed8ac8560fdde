using System.Collections.Frozen;
using System.Net;
using System.Text;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Authentication;
using Softswitch.Kernel.Registrar;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Tests.Registrar;

/// <summary>A registrar above a transaction layer on a worker without a thread; REGISTERs are given as text, and carry credentials.</summary>
internal sealed class RegistrarFixture : ISipSender, ITransactionUser, ILocationStore
{
    public const string Contact = "<sip:100@192.0.2.7:5070>";

    private static readonly SipListenPoint Local = new(SipTransport.Udp, "192.0.2.1:5060"u8.ToArray());
    private readonly Dictionary<string, DigestClient> _clients = [];
    private readonly SipMessage _message = new();
    private readonly SipMessage _response = new();
    private readonly RegisterHandler _handler;
    private readonly IRandomSource _random = new SeededRandomSource(3);
    private uint _branch;

    public RegistrarFixture(RegistrarOptions? options = null)
    {
        Clock = new ManualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Worker = new ManualWorker(Clock);
        Table = new LocationTable(Clock, this);
        Table.Observe(told => Events.Add($"{told.Account}/{told.Extension} {told.Kind} {Encoding.UTF8.GetString(told.Binding.Uri)} {told.Contacts}"));
        Authenticator = new EndpointAuthenticator(Accounts, new DigestAuthenticator(new DigestOptions(), Clock, _random));
        _handler = new RegisterHandler(Worker, Table, Authenticator, options ?? new RegistrarOptions());
        Layer = new TransactionLayer(Worker, this, _random, SipTimers.Default, this);
    }

    public static AccountSet Accounts { get; } = AccountSet.Of(
        [
            AccountOf("acme", "acme.example", new Extension { Number = "100", Secret = "one", MaxContacts = 3 },
                new Extension { Number = "101", Secret = "two" },
                new Extension { Number = "102", AllowFrom = [IPNetwork.Parse("192.0.2.0/24")] }),
            AccountOf("globex", "globex.example", new Extension { Number = "100", Secret = "three" }),
        ],
        null);

    public ManualClock Clock { get; }

    public ManualWorker Worker { get; }

    public LocationTable Table { get; }

    public EndpointAuthenticator Authenticator { get; }

    public TransactionLayer Layer { get; }

    public RegisterHandler Handler => _handler;

    public List<string> Events { get; } = [];

    public List<string> Stored { get; } = [];

    /// <summary>The last response.</summary>
    public string Response { get; private set; } = "";

    public string[] Contacts => [.. Response.Split("\r\n").Where(line => line.StartsWith("Contact: ", StringComparison.Ordinal)).Select(line => line[9..])];

    public static SipPeer Phone(SipTransport transport = SipTransport.Udp, string address = "192.0.2.7", ushort port = 5070) =>
        new(transport, NetAddress.From(IPAddress.Parse(address), port), 0, transport == SipTransport.Udp ? 0 : 77);

    /// <summary>Sends a REGISTER, answers the challenge, and returns the status.</summary>
    public int Register(
        string contact = Contact, int? expires = null, uint cseq = 1, string callId = "reg-1", string user = "100", string domain = "acme.example",
        string more = "", SipPeer? from = null, string? login = null, string? password = null)
    {
        var client = Client(login ?? user, password ?? (domain == "globex.example" ? "three" : user == "101" ? "two" : "one"));
        var status = Send(Text(contact, expires, cseq, callId, user, domain, more, client), from ?? Phone());
        if (status != 401 || !client.TakeChallenges(_response)) return status;
        return Send(Text(contact, expires, cseq + 1, callId, user, domain, more, client), from ?? Phone());
    }

    /// <summary>As <see cref="Register"/>, of a phone that trusted addresses need no challenge for.</summary>
    public int RegisterTrusted(string contact = Contact, uint cseq = 1, string more = "", SipPeer? from = null, int? expires = null) =>
        Send(Text(contact, expires, cseq, "reg-1", "102", "acme.example", more, null), from ?? Phone());

    public int Send(string text, SipPeer from)
    {
        Response = "";
        if (!_message.TryParse(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), SipLimits.Default, out var error))
            throw new InvalidOperationException(error.Text);
        Worker.Do(() => Layer.OnMessage(_message, from));
        if (Response.Length == 0) return 0;
        _ = _response.TryParse(Encoding.UTF8.GetBytes(Response), SipLimits.Default, out _);
        return _response.StatusCode;
    }

    public void Pass(double seconds) => Worker.Advance(TimeSpan.FromSeconds(seconds));

    public string[] TakeEvents()
    {
        var events = Events.ToArray();
        Events.Clear();
        return events;
    }

    /// <summary>The contacts of an extension by their URIs.</summary>
    public string[] Find(string extension = "100", string account = "acme") =>
        [.. Table.Find(account, extension).Select(binding => Encoding.UTF8.GetString(binding.Uri))];

    public string Text(
        string contact, int? expires, uint cseq, string callId, string user, string domain, string more, DigestClient? client)
    {
        var credentials = new SipWriter();
        client?.WriteCredentials(credentials, "REGISTER"u8, Encoding.UTF8.GetBytes("sip:" + domain));
        return $"""
            REGISTER sip:{domain} SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK{_branch++};rport
            Max-Forwards: 70
            From: <sip:{user}@{domain}>;tag=f
            To: <sip:{user}@{domain}>
            Call-ID: {callId}
            CSeq: {cseq} REGISTER
            {(contact.Length > 0 ? $"Contact: {contact}\n" : "")}{(expires is null ? "" : $"Expires: {expires}\n")}{more}{Encoding.UTF8.GetString(credentials.Written)}Content-Length: 0


            """;
    }

    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from) => _handler.OnRequest(transaction, request, from);

    public void OnAck(SipMessage ack, in SipPeer from)
    {
    }

    public void OnStrayResponse(SipMessage response, in SipPeer from)
    {
    }

    public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null) =>
        Response = Encoding.UTF8.GetString(message);

    public SipListenPoint LocalFor(in SipPeer to) => Local;

    public Task<IReadOnlyList<StoredBinding>> LoadAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<StoredBinding>>([]);

    public bool Save(string account, string extension, Binding binding)
    {
        Stored.Add($"save {account}/{extension} {Encoding.UTF8.GetString(binding.Uri)}");
        return true;
    }

    public bool Remove(string account, string extension, Binding binding)
    {
        Stored.Add($"remove {account}/{extension} {Encoding.UTF8.GetString(binding.Uri)}");
        return true;
    }

    private static Account AccountOf(string id, string domain, params Extension[] extensions) => new()
    {
        Id = id,
        Domains = [domain],
        Extensions = extensions.ToFrozenDictionary(extension => extension.Number),
        Plan = Softswitch.Dialplan.Plans.Plan.Empty("acme"),
    };

    private DigestClient Client(string user, string password)
    {
        if (!_clients.TryGetValue(user + password, out var client)) _clients.Add(user + password, client = new DigestClient(user, password, _random));
        return client;
    }
}
