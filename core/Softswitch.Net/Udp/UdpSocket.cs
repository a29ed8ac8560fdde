using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Softswitch.Net;

/// <summary>
/// A UDP socket of one worker. Datagrams are received in batches and sent in batches at the end of the worker's turn,
/// through buffers that all sockets of the worker share: nothing is allocated per datagram.
/// </summary>
public sealed class UdpSocket : IReadyHandler, IDisposable
{
    /// <summary>The longest datagram, bytes.</summary>
    public const int MaximumLength = 65_507;

    private readonly EpollWorker _worker;
    private readonly SafeFileHandle _handle;
    private long _received;
    private long _sent;
    private long _dropped;

    /// <summary>
    /// Opens and binds the socket (port 0: any free one); it receives once its worker runs. May be called from any
    /// thread. Throws <see cref="IOException"/> when the address cannot be bound.
    /// </summary>
    public UdpSocket(EpollWorker worker, in NetAddress local, IDatagramHandler handler, UdpSocketOptions? options = null)
    {
        _worker = worker;
        Handler = handler;
        Descriptor = UdpSetup.Open(local, options ?? UdpSocketOptions.Default);
        _handle = new SafeFileHandle(Descriptor, ownsHandle: true);
        Local = UdpSetup.BoundAddress(Descriptor);
        worker.Run(static state => ((UdpSocket)state!).Watch(), this);
    }

    /// <summary>The address it is bound to, with the port that was really taken.</summary>
    public NetAddress Local { get; }

    /// <summary>Datagrams received. Safe from any thread, as are the other counts.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Datagrams the kernel has taken.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Datagrams that could not be sent.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether it has been closed.</summary>
    public bool IsClosed => _handle.IsClosed;

    internal int Descriptor { get; }

    internal IDatagramHandler Handler { get; }

    internal EpollWorker Worker => _worker;

    /// <summary>This socket's datagrams in the worker's outgoing batch, as a chain.</summary>
    internal int FirstQueued { get; set; } = -1;

    internal int LastQueued { get; set; }

    /// <summary>
    /// Copies a datagram (at most <see cref="MaximumLength"/> bytes) into the outgoing batch, which leaves at the end of the
    /// worker's turn or when it is full. On the worker only. Throws <see cref="ArgumentException"/> when it is too long.
    /// </summary>
    public void Send(ReadOnlySpan<byte> datagram, in NetAddress to)
    {
        Debug.Assert(_worker.IsCurrent, "a socket belongs to its worker");
        if (datagram.Length > MaximumLength) throw new ArgumentException("longer than a datagram can be", nameof(datagram));
        if (!IsClosed) _worker.SendBatch.Add(this, datagram, to);
    }

    /// <summary>Sends what is queued and closes. From any thread; done on the worker if that is running.</summary>
    public void Dispose()
    {
        if (_worker.IsRunning) _worker.Run(static state => ((UdpSocket)state!).Close(), this);
        else Close();
    }

    /// <summary>Throws <see cref="IOException"/>, as the constructor does, when <paramref name="local"/> cannot be bound by one socket alone.</summary>
    public static void Probe(in NetAddress local) => UdpSetup.Close(UdpSetup.Open(local, UdpSocketOptions.Default));

    /// <inheritdoc/>
    void IReadyHandler.OnReady(ReadyEvents events)
    {
        if ((events & ReadyEvents.Error) != ReadyEvents.None) UdpErrors.Drain(this);
        // Receiving also clears an error that is not in the queue of ICMP errors.
        if (!IsClosed) _worker.ReceiveBatch.Receive(this);
    }

    internal void CountReceived(int datagrams) => Volatile.Write(ref _received, _received + datagrams);

    internal void CountSent(int datagrams) => Volatile.Write(ref _sent, _sent + datagrams);

    internal void CountDropped(int datagrams) => Volatile.Write(ref _dropped, _dropped + datagrams);

    private void Watch()
    {
        if (!IsClosed) _worker.Register(Descriptor, this);
    }

    private void Close()
    {
        if (IsClosed) return;
        if (FirstQueued >= 0) _worker.SendBatch.Flush();
        _worker.Unregister(Descriptor);
        _handle.Dispose();
    }
}
