using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Softswitch.Sip;

/// <summary>
/// One TCP or TLS connection, accepted or opened. It is read and written off the workers; what it reads goes to the
/// workers of the messages' Call-IDs, and what they send waits in a bounded queue.
/// </summary>
internal sealed partial class SipConnection : IThreadPoolWorkItem, IDisposable
{
    private readonly StreamTransport _owner;
    private readonly SipTransportOptions _options;
    private readonly Socket _socket;
    private readonly long _created;
    private Stream? _stream;
    private long _lastActivity;
    private volatile bool _isOpen;
    private volatile bool _isClosed;

    /// <summary>A connection on <paramref name="socket"/>, which is connected if it was accepted.</summary>
    public SipConnection(StreamTransport owner, SipTransportOptions options, Socket socket, in SipPeer peer, bool isAccepted)
    {
        _owner = owner;
        _options = options;
        _socket = socket;
        Peer = peer;
        IsAccepted = isAccepted;
        _framer = new StreamFramer(options.Limits);
        _room = new SemaphoreSlim(options.IncomingQueue);
        _created = _lastActivity = owner.Now;
    }

    /// <summary>The other end; its connection number is this connection's.</summary>
    public SipPeer Peer { get; }

    /// <summary>Whether the peer opened it.</summary>
    public bool IsAccepted { get; }

    /// <summary>Whether nothing can be sent any more.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Opens it, reads it to its end and closes it. Never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (await TryOpenAsync()) await ReadAsync();
        }
        catch (Exception e) when (IsOrdinary(e))
        {
            // The other end is gone, or our own side has closed it: that is how connections end.
        }
        catch (Exception e)
        {
            _owner.Report($"{Peer}: {e.GetType().Name}: {e.Message}");
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Closes it at once. What waits to be sent fails.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            _owner.Counters.CountUndelivered(_pending.Fail());
        }

        _written.TrySetResult();
        _owner.Remove(this);
        _stream?.Dispose();
        _socket.Dispose();
    }

    /// <inheritdoc/>
    void IDisposable.Dispose() => Close();

    /// <summary>Closes it when it has overstepped one of its time limits at <paramref name="now"/> (milliseconds).</summary>
    public void CheckTime(long now)
    {
        var limit = _isOpen ? _options.IdleTime : _options.ConnectTime;
        var since = _isOpen ? Volatile.Read(ref _lastActivity) : _created;
        if (!IsOver(since, limit) && !IsOver(Volatile.Read(ref _messageBegan), _options.MessageTime) &&
            !IsOver(Volatile.Read(ref _writeBegan), _options.WriteTime)) return;
        if (_isOpen) _owner.Counters.CountExpired();
        Close();

        bool IsOver(long began, TimeSpan time) => began >= 0 && now - began > (long)time.TotalMilliseconds;
    }

    private static bool IsOrdinary(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private async Task<bool> TryOpenAsync()
    {
        try
        {
            if (!IsAccepted) await _socket.ConnectAsync(Peer.Remote.ToIPEndPoint());
            _socket.NoDelay = true;
            _stream = new NetworkStream(_socket, ownsSocket: false);
            if (Peer.IsSecure) _stream = await SecureAsync(_stream);
        }
        catch (Exception e) when (IsOrdinary(e) || e is AuthenticationException)
        {
            _owner.Counters.CountFailed();
            // A stranger's failed attempts are counted, not logged.
            if (!IsAccepted) _owner.Report($"{Peer}: {(_isClosed ? $"no connection within {_options.ConnectTime.TotalSeconds} s" : e.Message)}");
            return false;
        }

        if (!IsAccepted) _owner.Counters.CountOpened();
        Touch();
        _isOpen = true;
        StartWriting();
        return !_isClosed;
    }

    private async Task<Stream> SecureAsync(Stream plain)
    {
        var secure = new SslStream(plain);
        // Known before the handshake, so that closing the connection ends that too.
        _stream = secure;
        if (IsAccepted) await secure.AuthenticateAsServerAsync(_owner.Tls.ForServer(Peer.Listener));
        else await secure.AuthenticateAsClientAsync(_owner.Tls.ForClient(Peer));
        return secure;
    }

    private void Touch() => Volatile.Write(ref _lastActivity, _owner.Now);
}
