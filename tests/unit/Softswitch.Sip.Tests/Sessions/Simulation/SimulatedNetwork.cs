using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>
/// A network of datagrams in memory, in the time of one manual worker. Faultless and immediate unless told otherwise; every
/// message it carries stands in <see cref="Trace"/>.
/// </summary>
internal sealed class SimulatedNetwork
{
    private readonly Dictionary<NetAddress, Action<byte[], SipPeer>> _nodes = [];
    private readonly List<Flight> _flights = [];

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ManualWorker Worker { get; }

    /// <summary>Every message sent, as <c>alice>bob INVITE</c> or <c>bob>alice 200 INVITE</c>, lost ones with a <c>!</c> at the end.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>Whether a message, given by its line in the trace, is lost.</summary>
    public Func<string, bool> Loses { get; set; } = _ => false;

    /// <summary>What becomes of its bytes on the way.</summary>
    public Func<byte[], byte[]>? Mangles { get; set; }

    /// <summary>Whether it arrives twice.</summary>
    public Func<bool> Duplicates { get; set; } = () => false;

    /// <summary>How long it takes.</summary>
    public Func<TimeSpan> Delay { get; set; } = () => TimeSpan.Zero;

    /// <summary>Messages under way.</summary>
    public int InFlight => _flights.Count;

    public SimulatedNetwork() => Worker = new ManualWorker(Clock);

    /// <summary>Address of the node at <paramref name="index"/>: 192.0.2.(index + 1):5060.</summary>
    public static SipPeer PeerAt(int index) => new(SipTransport.Udp, NetAddress.IPv4(0xC0000200 + (uint)index + 1, 5060));

    public void Attach(SipPeer peer, Action<byte[], SipPeer> receiver) => _nodes[peer.Remote] = receiver;

    public void Send(SipPeer from, SipPeer to, ReadOnlySpan<byte> message)
    {
        var line = $"{Name(from)}>{Name(to)} {Summary(message)}";
        var isLost = Loses(line);
        Trace.Add(isLost ? line + "!" : line);
        if (isLost) return;
        Deliver(from, to, message.ToArray());
        if (Duplicates()) Deliver(from, to, message.ToArray());
    }

    /// <summary>Runs everything that happens without time passing.</summary>
    public void Settle() => Worker.RunUntilIdle();

    public void Advance(double seconds) => Worker.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>The trace since the last call, joined by spaces.</summary>
    public string[] Take()
    {
        Settle();
        var lines = Trace.ToArray();
        Trace.Clear();
        return lines;
    }

    private void Deliver(SipPeer from, SipPeer to, byte[] bytes)
    {
        var flight = new Flight(this, from, to, Mangles is null ? bytes : Mangles(bytes));
        _flights.Add(flight);
        var delay = Delay();
        if (delay == TimeSpan.Zero) Worker.Post(static state => ((Flight)state!).Arrive(), flight);
        else Worker.Timers.Start(flight.Timer, delay);
    }

    private static string Name(SipPeer peer) => (peer.Remote.ToIPAddress().GetAddressBytes()[3]) switch
    {
        1 => "alice",
        2 => "bob",
        3 => "carol",
        var other => $"node{other}",
    };

    private string Summary(ReadOnlySpan<byte> bytes)
    {
        var message = new SipMessage();
        if (!message.TryParse(bytes, SipLimits.Default, out var error))
        {
            // What we say must be right, unless it is the answer to something wrong.
            Assert.True(Mangles is not null, error.Text + "\n" + Encoding.UTF8.GetString(bytes));
            return "malformed";
        }

        var method = Encoding.ASCII.GetString(message.MethodName);
        var sdp = message.Body.IsEmpty || message.Method == SipMethod.Notify ? "" : "+sdp";
        return (message.IsRequest ? method : $"{message.StatusCode} {method}") + sdp;
    }

    private sealed class Flight
    {
        private readonly SimulatedNetwork _network;
        private readonly SipPeer _from;
        private readonly SipPeer _to;
        private readonly byte[] _bytes;

        public Flight(SimulatedNetwork network, SipPeer from, SipPeer to, byte[] bytes)
        {
            _network = network;
            _from = from;
            _to = to;
            _bytes = bytes;
            Timer = new WheelTimer(static state => ((Flight)state!).Arrive(), this);
        }

        public WheelTimer Timer { get; }

        public void Arrive()
        {
            _network._flights.Remove(this);
            if (_network._nodes.TryGetValue(_to.Remote, out var receiver)) receiver(_bytes, _from);
        }
    }
}
