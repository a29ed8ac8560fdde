using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Softswitch.Sip.Tests.Transports.Streams;

/// <summary>A peer on TCP or TLS.</summary>
internal sealed class StreamClient : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[1 << 20];
    private int _filled;

    private StreamClient(Socket socket, Stream stream)
    {
        _socket = socket;
        Stream = stream;
    }

    public Stream Stream { get; }

    public EndPoint LocalEndPoint => _socket.LocalEndPoint!;

    public static async Task<StreamClient> ConnectAsync(EndPoint server, bool secure = false)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server).WaitAsync(TransportHarness.Patience);
        return await OfAsync(socket, secure, isServer: false, null);
    }

    public static async Task<StreamClient> AcceptAsync(Socket listener, SslServerAuthenticationOptions? tls = null) =>
        await OfAsync(await listener.AcceptAsync().WaitAsync(TransportHarness.Patience), tls is not null, isServer: true, tls);

    public static Socket Listener(bool overIPv6 = false)
    {
        var listener = new Socket(overIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(overIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => Stream.WriteAsync(bytes).AsTask().WaitAsync(TransportHarness.Patience);

    /// <summary>Reads <paramref name="length"/> bytes, or fewer at the end of the stream.</summary>
    public async Task<string> ReceiveAsync(int length)
    {
        while (_filled < length)
        {
            var read = await Stream.ReadAsync(_buffer.AsMemory(_filled)).AsTask().WaitAsync(TransportHarness.Patience);
            if (read == 0) break;
            _filled += read;
        }

        var taken = Math.Min(length, _filled);
        var text = Encoding.UTF8.GetString(_buffer, 0, taken);
        _buffer.AsSpan(taken, _filled - taken).CopyTo(_buffer);
        _filled -= taken;
        return text;
    }

    /// <summary>Whether the other end closes (or resets) the connection in time.</summary>
    public async Task<bool> IsClosedByPeerAsync()
    {
        try
        {
            return await Stream.ReadAsync(_buffer.AsMemory(_filled)).AsTask().WaitAsync(TransportHarness.Patience) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose()
    {
        Stream.Dispose();
        _socket.Dispose();
    }

    private static async Task<StreamClient> OfAsync(Socket socket, bool secure, bool isServer, SslServerAuthenticationOptions? tls)
    {
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (secure)
        {
            var ssl = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => isServer || certificate is not null);
            stream = ssl;
            var handshake = isServer
                ? ssl.AuthenticateAsServerAsync(tls!)
                : ssl.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" });
            await handshake.WaitAsync(TransportHarness.Patience);
        }

        return new StreamClient(socket, stream);
    }
}
