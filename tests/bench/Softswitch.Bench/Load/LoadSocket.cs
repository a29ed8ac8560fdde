using System.Net;
using System.Net.Sockets;

namespace Softswitch.Bench.Load;

/// <summary>A non-blocking UDP socket on 127.0.0.1, connected to the switch under load; one thread uses it.</summary>
internal sealed class LoadSocket : IDisposable
{
    private const int BufferBytes = 8 << 20;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = BufferBytes, SendBufferSize = BufferBytes };
    private readonly byte[] _received = new byte[65_536];

    public LoadSocket(IPEndPoint target)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Connect(target);
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Port { get; }

    /// <summary>Datagrams sent and received so far.</summary>
    public long Datagrams { get; private set; }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        _socket.Send(datagram, SocketFlags.None, out _);
        Datagrams++;
    }

    /// <summary>What has arrived, valid until the next call; empty when nothing has.</summary>
    public ReadOnlySpan<byte> Receive()
    {
        var count = _socket.Receive(_received, SocketFlags.None, out var error);
        if (error != SocketError.Success) return default;
        Datagrams++;
        return _received.AsSpan(0, count);
    }

    /// <summary>Sleeps until something arrives, at most so long.</summary>
    public void Wait(TimeSpan atMost)
    {
        if (atMost > TimeSpan.Zero) _socket.Poll(atMost, SelectMode.SelectRead);
    }

    public void Dispose() => _socket.Dispose();
}
