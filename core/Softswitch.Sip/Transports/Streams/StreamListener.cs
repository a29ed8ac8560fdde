using System.Net.Sockets;

namespace Softswitch.Sip;

/// <summary>A TCP or TLS listening point: accepts connections until it is closed.</summary>
internal sealed class StreamListener : IDisposable
{
    private const int Backlog = 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly StreamTransport _owner;
    private readonly Socket _socket;
    private readonly SipTransport _transport;
    private readonly ushort _index;
    private readonly TimeProvider _clock;

    /// <summary>Binds. Throws <see cref="IOException"/>.</summary>
    public StreamListener(StreamTransport owner, ListenOptions listen, ushort index, TimeProvider clock)
    {
        _owner = owner;
        _transport = listen.Transport;
        _index = index;
        _clock = clock;
        _socket = new Socket(listen.Address.ToIPEndPoint().AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // IPv4 has its own listening points, so that an address always has one form only.
            if (listen.Address.IsIPv6) _socket.DualMode = false;
            _socket.Bind(listen.Address.ToIPEndPoint());
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new IOException($"listening at {listen}: {e.Message}", e);
        }

        Port = (ushort)((System.Net.IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    /// <summary>The port it is bound to.</summary>
    public ushort Port { get; }

    /// <summary>Accepts until it is closed. Never throws.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _socket.AcceptAsync();
                _owner.Accept(socket, _transport, _index);
            }
            catch (Exception e) when (e is ObjectDisposedException || (e is SocketException { SocketErrorCode: SocketError.OperationAborted }))
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // It was given up before it was accepted.
            }
            catch (Exception e)
            {
                // Out of descriptors, for one: it passes, and must not be asked for without a pause.
                _owner.Report($"accepting at port {Port}: {e.Message}");
                await Task.Delay(Pause, _clock);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
