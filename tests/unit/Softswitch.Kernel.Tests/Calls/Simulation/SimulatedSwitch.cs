using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Registrar;
using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>
/// A switch of one or more workers in simulated time, between phones 100 to 104 of account acme and 900 and 901 of account other.
/// Phones of one account reach each other by number; a plan can have further numbers.
/// </summary>
internal sealed class SimulatedSwitch : ICallAdmission, ILocations, ICallRecordSink
{
    private static readonly Account Other = Compile("other", ["900", "901"], TimeSpan.FromSeconds(30), false, "");
    private static readonly SipPeer Address = SimulatedNetwork.PeerAt(99);
    private readonly ManualWorker[] _workers;
    private readonly List<SessionLayer> _layers = [];
    private readonly Dictionary<string, Endpoint> _phones = [];
    private readonly Dictionary<string, string> _rings = [];
    private Account? _acme;
    private InviteSession? _last;

    public SimulatedSwitch(int workers = 1, ISipPolicyCode? policies = null)
    {
        _workers = [Network.Worker, .. Enumerable.Range(1, workers - 1).Select(index => new ManualWorker(Network.Clock, index))];
        var breakers = new BreakerBoard(new BreakerOptions(), Network.Clock);
        var services = new CallServices
        {
            Node = "node-1",
            Admission = this,
            Flows = new FlowServices(KernelStepHost.Instance, NoPlugins.Instance, NoPlugins.Instance, breakers, Failures),
            Prompts = Prompts,
            Locations = this,
            Media = Media,
            Records = this,
            Sessions = new SessionDirectory(_layers),
            Random = new SeededRandomSource(7),
            Policies = policies is null ? null : new SipPolicies(policies, breakers, Network.Clock, NullLogger.Instance),
        };
        Managers = [.. _workers.Select(worker => new CallManager(services, user => NewLayer(worker, user)))];
        Network.Attach(Address, Receive);
        foreach (var number in new[] { "100", "101", "102", "103", "104", "900", "901" }) _phones.Add(number, new Endpoint(Network, _phones.Count, Pair.Plain));
    }

    public SimulatedNetwork Network { get; } = new();

    public FakeMedia Media { get; } = new();

    public CallManager[] Managers { get; }

    public List<CallRecord> Records { get; } = [];

    /// <summary>What is played; each recording takes a second.</summary>
    public FakePrompts Prompts { get; } = new();

    /// <summary>What went wrong with steps.</summary>
    public StepFailures Failures { get; } = new();

    /// <summary>Numbers, flows and all else of the account's plan, in YAML; set before the first call.</summary>
    public string Plan { get; set; } = "";

    /// <summary>Whether the account's media goes from phone to phone.</summary>
    public bool IsDirect { get; init; }

    /// <summary>The account that calls begin on.</summary>
    public Account Acme => _acme ??= Compile("acme", ["100", "101", "102", "103", "104", "199"], RingFor, IsDirect, PlanText);

    /// <summary>Extensions whose phones the network says cannot be reached: an ICMP error, a connection that is refused.</summary>
    public HashSet<string> OutOfReach { get; } = [];

    public TimeSpan RingFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The account's last record.</summary>
    public CallRecord Record => Assert.Single(Records);

    /// <summary>The phone of an extension; all are registered.</summary>
    public Endpoint Phone(string number) => _phones[number];

    /// <summary>Has one phone call a number, with an offer that bears its own number as its name unless told otherwise.</summary>
    public InviteSession Call(string from, string to, bool withOffer = true, string headers = "", string media = "")
    {
        var phone = Phone(from);
        BeWorker();
        Network.Worker.Do(() => _last = phone.Layer.Call(new OutgoingCall
        {
            Target = Address,
            RequestUri = Encoding.ASCII.GetBytes($"sip:{to}@acme.example"),
            From = Encoding.ASCII.GetBytes($"<sip:{from}@acme.example>"),
            To = Encoding.ASCII.GetBytes($"<sip:{to}@acme.example>"),
            User = phone,
            Sdp = withOffer ? [.. Endpoint.Sdp(from), .. Encoding.ASCII.GetBytes(media)] : null,
            Headers = Encoding.ASCII.GetBytes(headers),
        }));
        phone.Sessions.Add(_last!);
        Settle();
        return _last!;
    }

    /// <summary>A call that is up: the caller's session and the callee's.</summary>
    public (InviteSession Caller, InviteSession Callee) Talk(string from, string to)
    {
        var callee = Phone(to);
        var caller = Call(from, to);
        var taken = callee.Session;
        Do(() => taken.Answer(Endpoint.Sdp(to)));
        Assert.Equal(SessionState.Confirmed, caller.State);
        Phone(from).Events.Clear();
        callee.Events.Clear();
        return (caller, taken);
    }

    /// <summary>Does something as a phone would, and lets everything happen that follows at once.</summary>
    public void Do(Action action)
    {
        BeWorker();
        Network.Worker.Do(action);
        Settle();
    }

    public void Settle()
    {
        BeWorker();
        for (var round = 0; round < 200; round++)
        {
            foreach (var worker in _workers) worker.RunUntilIdle();
        }
    }

    public void Advance(double seconds)
    {
        BeWorker();
        for (var left = seconds; left > 0; left -= 0.1)
        {
            Network.Worker.Advance(TimeSpan.FromSeconds(Math.Min(left, 0.1)));
            foreach (var worker in _workers.Skip(1)) worker.Do(worker.Timers.Advance);
            for (var round = 0; round < 20; round++)
            {
                foreach (var worker in _workers) worker.RunUntilIdle();
            }
        }
    }

    /// <summary>Lets every timer run out and asserts that of no call anything is left but its record.</summary>
    public void AssertNothingLeft()
    {
        Advance(120);
        Assert.All(Managers, manager => Assert.Equal(0, manager.Count));
        Assert.All(_layers, layer => Assert.Equal(0, layer.Count));
        Assert.All(_layers, layer => Assert.Equal(0, layer.Transactions.ActiveClients + layer.Transactions.ActiveServers));
        Assert.All(_phones.Values, phone => Assert.Equal(0, phone.Layer.Count));
        Assert.Equal(0, Media.Open);
        Assert.Equal(Managers[0].Services.Counters.Began, Records.Count);
        Assert.Equal(Records.Count, Records.Select(record => record.Id).Distinct().Count());
    }

    public Admission Admit(SipMessage invite, in SipPeer from)
    {
        Assert.True(invite.TryGetAddress(HeaderName.From, out var address) && address.TryGetUri(out _));
        _ = address.TryGetUri(out var uri);
        var number = Encoding.ASCII.GetString(uri.User);
        return new Admission(AccountOf(number), ExtensionOf(number));
    }

    public ImmutableArray<Binding> Find(string account, string extension) =>
        _phones.TryGetValue(extension, out var phone) && AccountOf(extension).Id == account
            ? [new Binding { Uri = Encoding.ASCII.GetBytes($"sip:{extension}@192.0.2.77"), Flow = phone.Peer, ExpiresAt = default, CallId = [], CSeq = 1 }]
            : [];

    public bool TryAppend(CallRecord record)
    {
        Records.Add(record);
        return true;
    }

    /// <summary>Has a number ring extensions at once.</summary>
    public void Ring(string number, params string[] extensions) =>
        _rings[number] = $"[{string.Join(", ", extensions.Select(extension => $"ext:{extension}"))}]";

    private string PlanText =>
        _rings.Count == 0
            ? Plan
            : $"numbers: {{ {string.Join(", ", _rings.Keys.Select(number => $"\"{number}\": ring-{number}"))} }}\nflows:\n"
              + string.Concat(_rings.Select(ring => $"  ring-{ring.Key}: [ bridge: {{ to: {ring.Value} }} ]\n"));

    private Extension ExtensionOf(string number) => AccountOf(number).Extensions[number];

    private Account AccountOf(string number) => number[0] == '9' ? Other : Acme;

    private static Account Compile(string name, string[] extensions, TimeSpan ringFor, bool isDirect, string plan)
    {
        var phones = string.Join(", ", extensions.Select(number => $"\"{number}\": {{ name: Phone {number}, secret: s }}"));
        var text = $"dialplan: 1\naccount: {name}\ndomains: [{name}.example]\nmax-call: 1h\nring-for: {ringFor.TotalSeconds}s\nmedia: {(isDirect ? "direct" : "relay")}\nextensions: {{ {phones} }}\n{plan}";
        var (set, findings) = AccountFolder.Check([($"{name}.yaml", text)], null);
        Assert.Empty(findings);
        return set!.Find(name)!;
    }

    /// <summary>A worker's thread has no such context, so what a step waited for goes on there and then; with that of a test it would go to the pool.</summary>
    private static void BeWorker() => SynchronizationContext.SetSynchronizationContext(null);

    private SessionLayer NewLayer(ManualWorker worker, ISessionUser user)
    {
        var layer = new SessionLayer(
            worker, new Sender(this, worker), new SeededRandomSource((ulong)worker.Index + 1000), user, Pair.Plain, workers: _workers.Length);
        _layers.Add(layer);
        return layer;
    }

    private void Receive(byte[] bytes, SipPeer from)
    {
        var message = new SipMessage();
        Assert.True(message.TryParse(bytes, SipLimits.Default, out var error), error.Text);
        var index = WorkerGroup.IndexOf(message.CallId, _workers.Length);
        if (index == 0) _layers[0].Transactions.OnMessage(message, from);
        else _workers[index].Post(_ => _layers[index].Transactions.OnMessage(message, from), null);
    }

    private bool IsOutOfReach(SipPeer peer) => OutOfReach.Any(number => _phones[number].Peer == peer);

    private sealed class Sender(SimulatedSwitch world, Worker worker) : ISipSender
    {
        private static readonly SipListenPoint Point = new(SipTransport.Udp, Encoding.ASCII.GetBytes(Address.Remote.ToString()));

        public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null)
        {
            if (!world.IsOutOfReach(to)) world.Network.Send(Address, to, message);
            else if (onFailure is not null) worker.Post(onFailure, state);
        }

        public SipListenPoint LocalFor(in SipPeer to) => Point;
    }
}
