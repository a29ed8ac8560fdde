using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Softswitch.Bench.Micro.Media.Voice;

/// <summary>
/// The least that must be done for the same datagrams: a thread that sends the same 172 bytes from each of many connected sockets every
/// 20 ms, and takes what has come there. It knows nothing of sound, numbers or time but that.
/// </summary>
internal sealed unsafe class SendingLimit : IDisposable
{
    public const string ThreadName = "limit";

    private readonly Socket[] _sockets;
    private readonly bool _receives;
    private readonly Thread _thread;
    private volatile bool _isOver;

    public SendingLimit(IReadOnlyList<IPEndPoint> ends, bool receives)
    {
        _receives = receives;
        _sockets = new Socket[ends.Count];
        for (var i = 0; i < _sockets.Length; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            _sockets[i].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _sockets[i].Connect(ends[i]);
        }

        _thread = new Thread(Run) { Name = ThreadName, IsBackground = true };
        _thread.Start();
    }

    public IReadOnlyList<EndPoint> EndPoints => [.. _sockets.Select(socket => socket.LocalEndPoint!)];

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        foreach (var socket in _sockets) socket.Dispose();
    }

    private void Run()
    {
        var descriptors = _sockets.Select(socket => (int)socket.Handle).ToArray();
        var packet = stackalloc byte[Callers.PacketLength];
        var buffer = stackalloc byte[2048];
        var next = (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
        while (!_isOver)
        {
            NativeSockets.SleepUntil(next += 20_000_000);
            foreach (var descriptor in descriptors)
            {
                if (_receives) _ = NativeSockets.Receive(descriptor, buffer, 2048, 0);
                _ = NativeSockets.Send(descriptor, packet, Callers.PacketLength, 0);
            }
        }
    }
}
