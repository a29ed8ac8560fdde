using System.Net;
using System.Net.Sockets;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// TCP and TLS: listening points, connections and their limits. A transport of the same kind (WebSocket, RFC 7118) is
/// another way of framing on the same connections.
/// </summary>
internal sealed class StreamTransport
{
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(1);

    private readonly SipTransportLayer _layer;
    private readonly SipTransportOptions _options;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly ConnectionTable _table;
    private readonly List<StreamListener> _listeners = [];
    private ITimer? _check;
    private long _lastNumber;
    private volatile bool _isStopping;

    public StreamTransport(SipTransportLayer layer, SipTransportOptions options, TimeProvider clock)
    {
        _layer = layer;
        _options = options;
        _clock = clock;
        _started = clock.GetTimestamp();
        _table = new ConnectionTable(options.Connections, options.ConnectionsPerSource);
        Tls = new TlsSettings(options);
    }

    /// <summary>Certificates.</summary>
    public TlsSettings Tls { get; }

    /// <summary>What happened to connections.</summary>
    public StreamCounters Counters { get; } = new();

    /// <summary>Open connections now.</summary>
    public int Connections => _table.Count;

    /// <summary>Milliseconds since the beginning.</summary>
    public long Now => (long)_clock.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Binds a listening point and returns its port. Throws <see cref="IOException"/>.</summary>
    public ushort Bind(ListenOptions listen, ushort index)
    {
        var listener = new StreamListener(this, listen, index, _clock);
        _listeners.Add(listener);
        return listener.Port;
    }

    /// <summary>Begins to accept. Throws <see cref="IOException"/> when a certificate cannot be used.</summary>
    public void Start()
    {
        Tls.Load();
        foreach (var listener in _listeners) _ = listener.RunAsync();
        TimeSpan[] limits = [LongestCheck, _options.ConnectTime / 4, _options.MessageTime / 4, _options.IdleTime / 4, _options.WriteTime / 4];
        _check = _clock.CreateTimer(static stream => ((StreamTransport)stream!).CheckTimes(), this, limits.Min(), limits.Min());
    }

    /// <summary>Reads the certificates again.</summary>
    public void ReloadCertificates() => Tls.Load();

    /// <summary>Sends over the connection that serves <paramref name="to"/>, opening one if need be; false when it cannot be sent.</summary>
    public bool TrySend(in SipPeer to, ReadOnlySpan<byte> message, WorkerTransport from, Action<object?>? onFailure, object? state)
    {
        // A second time, because the connection that was found can close in this very moment.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var connection = _table.Find(to) ?? (to.MayBeConnectedTo ? Open(to) : null);
            if (connection is null) return false;
            if (connection.TrySend(message, from.Worker, onFailure, state)) return true;
            if (!connection.IsClosed) return false;
        }

        return false;
    }

    /// <summary>A listening point has accepted a connection.</summary>
    public void Accept(Socket socket, SipTransport transport, ushort listener)
    {
        var remote = socket.RemoteEndPoint is IPEndPoint endPoint ? NetAddress.From(endPoint) : default;
        if (_isStopping || !_table.TryAdmit(remote, isAccepted: true))
        {
            Counters.CountRefused();
            socket.Dispose();
            return;
        }

        Counters.CountAccepted();
        var peer = new SipPeer(transport, remote, listener, Interlocked.Increment(ref _lastNumber));
        var connection = new SipConnection(this, _options, socket, peer, isAccepted: true);
        _table.TryAdd(connection);
        _ = connection.RunAsync();
    }

    /// <summary>Gives a message of a connection to the worker of its Call-ID.</summary>
    public void Deliver(ReadOnlySpan<byte> message, SipConnection connection, FrameKind kind)
    {
        var target = _layer.OwnerOf(message, _layer.Any(connection.Peer.Connection));
        target.Expect();
        HandOver.Post(target, message, connection.Peer, kind, connection);
    }

    /// <summary>A connection has closed.</summary>
    public void Remove(SipConnection connection) => _table.Remove(connection);

    /// <summary>Tells the operator.</summary>
    public void Report(string line) => _options.Log?.Invoke(line);

    /// <summary>Accepts nothing more and has what waits written, for at most a second.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        CloseListeners();
        foreach (var connection in _table.All) connection.CloseWhenWritten();
        var until = Now + (long)StopTime.TotalMilliseconds;
        while (_table.Count > 0 && Now < until) await Task.Delay(TimeSpan.FromMilliseconds(5), _clock);
        Close();
    }

    /// <summary>Closes everything at once.</summary>
    public void Close()
    {
        _isStopping = true;
        CloseListeners();
        _check?.Dispose();
        foreach (var connection in _table.All) connection.Close();
    }

    private void CloseListeners()
    {
        foreach (var listener in _listeners) listener.Dispose();
        _listeners.Clear();
    }

    private SipConnection? Open(in SipPeer to)
    {
        var index = _layer.Points.For(to);
        if (_isStopping || index < 0 || to.Remote.Port == 0) return null;
        if (!_table.TryAdmit(to.Remote, isAccepted: false))
        {
            Counters.CountRefused();
            return null;
        }

        if (TryOpenSocket(_layer.Points[index].Address) is not { } socket)
        {
            _table.GiveBack(to.Remote, isAccepted: false);
            return null;
        }

        var peer = new SipPeer(to.Transport, to.Remote, (ushort)index, Interlocked.Increment(ref _lastNumber));
        var connection = new SipConnection(this, _options, socket, peer, isAccepted: false);
        if (_table.TryAdd(connection))
        {
            _ = connection.RunAsync();
            return connection;
        }

        // Another worker was quicker with the same peer.
        connection.Close();
        return _table.Find(to);
    }

    private Socket? TryOpenSocket(in NetAddress local)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(local.ToIPEndPoint().AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (!local.IsAny) socket.Bind(new IPEndPoint(local.ToIPAddress(), 0));
            return socket;
        }
        catch (SocketException e)
        {
            // Out of descriptors, or the address has left this machine.
            socket?.Dispose();
            Counters.CountFailed();
            Report($"connecting from {local}: {e.Message}");
            return null;
        }
    }

    private void CheckTimes()
    {
        var now = Now;
        foreach (var connection in _table.All) connection.CheckTime(now);
    }
}
