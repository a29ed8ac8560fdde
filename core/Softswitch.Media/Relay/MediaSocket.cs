using Softswitch.Net;
using Softswitch.Net.Native;

namespace Softswitch.Media;

/// <summary>
/// One UDP port of a stream. Once its source is settled the socket is connected to it: the kernel then refuses other
/// sources before they cost us anything, and spares a route look-up for every packet sent.
/// </summary>
internal sealed unsafe class MediaSocket : IReadyHandler
{
    // One packet per readiness serves audio, whose next one is 20 ms away. A socket that is ready turn after turn
    // carries more, such as the packets of a video frame: it is emptied each time.
    private const int MostPerTurn = 32;
    private const int Attempts = 2;

    private readonly MediaStream _stream;
    private MediaWorker? _worker;
    private NativeTarget _target;
    private long _lastReadyTurn;
    private long _lastHeard;
    private long _sent;
    private PacketRateLimit _rate;
    private bool _isClosed;

    public MediaSocket(MediaStream stream, int descriptor, SourceLearner source, PacketRateLimit rate, long now)
    {
        _stream = stream;
        _rate = rate;
        _lastHeard = now;
        Descriptor = descriptor;
        Source = source;
    }

    public int Descriptor { get; }

    public SourceLearner Source { get; }

    /// <summary>When a packet was last accepted; at first when the socket was opened. Safe from any thread.</summary>
    public long LastHeard => Volatile.Read(ref _lastHeard);

    /// <summary>Packets sent. Safe from any thread.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Where packets are sent to; not set while nobody knows.</summary>
    public NetAddress Target { get; private set; }

    /// <summary>Whether the kernel accepts packets of the target only.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether all that can be received has been accepted so: what came before the connection is gone.</summary>
    public bool IsSourceSure { get; private set; }

    /// <summary>Begins to receive on <paramref name="worker"/>; called on it.</summary>
    public void Attach(MediaWorker worker)
    {
        _worker = worker;
        worker.Worker.Register(Descriptor, this);
    }

    /// <summary>Receives no more; what arrives waits in the kernel.</summary>
    public void Detach()
    {
        _worker?.Worker.Unregister(Descriptor);
        _worker = null;
    }

    public void Close()
    {
        if (_isClosed) return;
        _worker?.Worker.Forget(Descriptor);
        _worker = null;
        _isClosed = true;
        _ = LibC.Close(Descriptor);
    }

    /// <summary>Sends to <paramref name="target"/> from now on, and receives from anybody.</summary>
    public void Aim(in NetAddress target)
    {
        Disconnect();
        Target = target;
        fixed (byte* bytes = _target.Bytes)
            _target.Length = target.IsSet ? NativeAddress.Write(target, bytes) : 0;
    }

    /// <summary>Leaves other sources than the target to the kernel to refuse.</summary>
    public void Connect()
    {
        fixed (byte* bytes = _target.Bytes) IsConnected = DatagramCalls.Connect(Descriptor, bytes, _target.Length) == 0;
    }

    /// <summary>Receives from anybody again if the source was silent so long that it may have moved.</summary>
    public void DisconnectIfSilent(uint ssrc, long now)
    {
        if (!IsConnected) return;
        Source.GoOn(ssrc, _lastHeard);
        if (Source.IsSilent(now)) Disconnect();
    }

    /// <summary>Receives from anybody again.</summary>
    public void Disconnect()
    {
        IsSourceSure = false;
        if (!IsConnected) return;
        // AF_UNSPEC: the association is dissolved, the port stays ours.
        var nowhere = stackalloc byte[NativeAddress.MaximumLength];
        new Span<byte>(nowhere, NativeAddress.MaximumLength).Clear();
        _ = DatagramCalls.Connect(Descriptor, nowhere, NativeAddress.MaximumLength);
        IsConnected = false;
    }

    /// <summary>Whether a packet of the source at <paramref name="now"/> is within the rate.</summary>
    public bool Accept(long now)
    {
        if (!_rate.TryTake(now)) return false;
        Volatile.Write(ref _lastHeard, now);
        return true;
    }

    /// <summary>Sends a datagram to the target; false when there is none or the kernel did not take it.</summary>
    public bool Send(byte* packet, int length)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (SendOnce(packet, length))
            {
                Volatile.Write(ref _sent, _sent + 1);
                return true;
            }

            // An ICMP error of an earlier packet is told in place of sending this one, once.
            if (_target.Length == 0 || DatagramCalls.LastError == DatagramCalls.TryAgain) return false;
        }

        return false;
    }

    private bool SendOnce(byte* packet, int length)
    {
        if (IsConnected) return DatagramCalls.Send(Descriptor, packet, length, 0) >= 0;
        if (_target.Length == 0) return false;
        fixed (byte* target = _target.Bytes) return DatagramCalls.SendTo(Descriptor, packet, length, 0, target, _target.Length) >= 0;
    }

    /// <inheritdoc/>
    void IReadyHandler.OnReady(ReadyEvents events)
    {
        if (_worker is not { } worker) return;
        var turn = worker.Turn;
        var most = turn == _lastReadyTurn + 1 ? MostPerTurn : 1;
        _lastReadyTurn = turn;
        _stream.Prefetch();
        for (var i = 0; i < most; i++)
        {
            var isConnected = IsConnected;
            if (!Receive(worker))
            {
                IsSourceSure = isConnected;
                return;
            }

            // Closed or moved by what it received.
            if (_worker != worker) return;
            // Just connected: what is still waiting may be from anybody.
            if (IsConnected && !IsSourceSure) most = MostPerTurn;
        }
    }

    /// <summary>Takes the next datagram; false when there is none.</summary>
    private bool Receive(MediaWorker worker)
    {
        nint length;
        if (IsSourceSure)
        {
            length = DatagramCalls.Receive(Descriptor, worker.Buffer, MediaWorker.BufferLength, DatagramCalls.TellLength, null, null);
            if (length >= 0)
            {
                _stream.OnDatagram(this, worker.Buffer, (int)length);
                return true;
            }
        }
        else
        {
            var nameLength = NativeAddress.MaximumLength;
            length = DatagramCalls.Receive(
                Descriptor, worker.Buffer, MediaWorker.BufferLength, DatagramCalls.TellLength, worker.Name, &nameLength);
            if (length >= 0)
            {
                _stream.OnDatagram(this, worker.Buffer, (int)length, NativeAddress.Read(worker.Name));
                return true;
            }
        }

        // Any other error is that of an earlier packet on its way out, and gone with being told.
        return DatagramCalls.LastError != DatagramCalls.TryAgain;
    }

    /// <summary>An address as the system's calls take it.</summary>
    private struct NativeTarget
    {
        public fixed byte Bytes[NativeAddress.MaximumLength];
        public int Length;
    }
}
