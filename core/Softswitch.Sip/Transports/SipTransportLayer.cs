using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// All transports over a group of workers. A message is handled on the worker of its Call-ID, whichever socket or
/// connection it came in at. Order of use: construct, <see cref="Attach"/> a receiver to each worker, <see cref="Start"/>,
/// and at the end <see cref="StopAsync"/> before the workers are stopped.
/// </summary>
public sealed class SipTransportLayer : IAsyncDisposable
{
    private readonly WorkerGroup _workers;
    private readonly SipTransportOptions _options;
    private readonly WorkerTransport[] _transports;
    private readonly List<UdpSocket> _sockets = [];

    /// <summary>Transports that are not open yet. <paramref name="clock"/> is for the time limits of connections.</summary>
    public SipTransportLayer(WorkerGroup workers, SipTransportOptions options, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Listen.Count, nameof(options));
        _workers = workers;
        _options = options;
        _transports = [.. Enumerable.Range(0, workers.Count).Select(index => new WorkerTransport(this, workers[index], options))];
        Points = new ListenPoints(options.Listen);
        Streams = new StreamTransport(this, options, clock);
    }

    /// <summary>The listening points in the order of configuration, with the ports that were really taken once it is started.</summary>
    public IReadOnlyList<ListenOptions> Listening => [.. Enumerable.Range(0, Points.Count).Select(index => Points[index])];

    /// <summary>What has been counted so far. Safe from any thread.</summary>
    public TransportStatistics Statistics => new(
        Received: _transports.Sum(one => Volatile.Read(ref one.Counters.Received)),
        Sent: _transports.Sum(one => Volatile.Read(ref one.Counters.Sent)),
        Malformed: _transports.Sum(one => Volatile.Read(ref one.Counters.Malformed)),
        Dropped: _transports.Sum(one => Volatile.Read(ref one.Counters.Dropped)),
        Undelivered: _transports.Sum(one => Volatile.Read(ref one.Counters.Undelivered)) + Streams.Counters.Undelivered,
        HandedOver: _transports.Sum(one => Volatile.Read(ref one.Counters.HandedOver)),
        KeepAlives: _transports.Sum(one => Volatile.Read(ref one.Counters.KeepAlives)) + Streams.Counters.KeepAlives,
        Connections: Streams.Connections,
        ConnectionsAccepted: Streams.Counters.Accepted,
        ConnectionsOpened: Streams.Counters.Opened,
        ConnectionsRefused: Streams.Counters.Refused,
        ConnectionsFailed: Streams.Counters.Failed,
        ConnectionsExpired: Streams.Counters.Expired);

    internal ListenPoints Points { get; private set; }

    internal StreamTransport Streams { get; }

    /// <summary>The way out of worker <paramref name="index"/>.</summary>
    public ISipSender SenderOf(int index) => _transports[index];

    /// <summary>Has the messages of worker <paramref name="index"/> handled by <paramref name="receiver"/>; before <see cref="Start"/>.</summary>
    public void Attach(int index, ISipReceiver receiver) => _transports[index].Receiver = receiver;

    /// <summary>
    /// Binds every listening point and begins to receive; the workers may be running already or start later. Throws
    /// <see cref="IOException"/> with one line that says which point cannot be used and why; nothing is left open then.
    /// </summary>
    public void Start()
    {
        try
        {
            var bound = new List<ListenOptions>();
            var sockets = _transports.Select(_ => new UdpSocket?[_options.Listen.Count]).ToArray();
            foreach (var listen in _options.Listen)
            {
                var port = listen.Transport switch
                {
                    SipTransport.Udp => Bind(listen, (ushort)bound.Count, sockets),
                    SipTransport.Tcp or SipTransport.Tls => Streams.Bind(listen, (ushort)bound.Count),
                    _ => throw new IOException($"listening at {listen}: this transport cannot be listened at; use udp, tcp or tls"),
                };
                bound.Add(listen with { Address = listen.Address.WithPort(port) });
            }

            Points = new ListenPoints(bound);
            for (var i = 0; i < _transports.Length; i++) _transports[i].Open(sockets[i]);
            Streams.Start();
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Reads the certificates of the TLS listening points again; connections that are open keep theirs. Throws <see cref="IOException"/>, and then all stays as it was.</summary>
    public void ReloadCertificates() => Streams.ReloadCertificates();

    /// <summary>Accepts nothing more, sends what waits to be sent (for at most a second), and closes everything.</summary>
    public async Task StopAsync()
    {
        await Streams.StopAsync();
        Close();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Gives back the buffers that wait for use. Safe from any thread.</summary>
    public static void Trim() => HandOver.Trim();

    /// <summary>The transport of the worker that a message's Call-ID belongs to; <paramref name="receiving"/> where it has none.</summary>
    internal WorkerTransport OwnerOf(ReadOnlySpan<byte> message, WorkerTransport receiving)
    {
        if (_transports.Length == 1) return receiving;
        var callId = CallIdScanner.Find(message);
        return callId.IsEmpty ? receiving : _transports[WorkerGroup.IndexOf(callId, _transports.Length)];
    }

    /// <summary>A datagram was refused that is not of the worker that was told: asks the others.</summary>
    internal void TellOthers(WorkerTransport told, ulong hash, NetAddress to)
    {
        foreach (var transport in _transports)
        {
            if (transport != told) transport.Worker.Post(_ => transport.TryFail(hash, to), null);
        }
    }

    /// <summary>The transport of some worker, for what has no Call-ID.</summary>
    internal WorkerTransport Any(long number) => _transports[(int)(number % _transports.Length)];

    private ushort Bind(ListenOptions listen, ushort index, UdpSocket?[][] sockets)
    {
        var address = listen.Address;
        // Sockets that share a port would share it with another instance of this program too; first see that nobody has it.
        if (address.Port != 0) UdpSocket.Probe(address);
        for (var i = 0; i < sockets.Length; i++)
        {
            var options = new UdpSocketOptions { ReusePort = sockets.Length > 1, ReportUndelivered = true, TrafficClass = SignallingClass };
            var socket = new UdpSocket(_workers[i], address, new DatagramPort(_transports[i], index), options);
            _sockets.Add(socket);
            sockets[i][index] = socket;
            address = socket.Local;
        }

        return address.Port;
    }

    // CS3, what RFC 4594 §4.2 gives to signalling.
    private const byte SignallingClass = 0x60;

    private void Close()
    {
        Streams.Close();
        foreach (var socket in _sockets) socket.Dispose();
        _sockets.Clear();
    }
}
