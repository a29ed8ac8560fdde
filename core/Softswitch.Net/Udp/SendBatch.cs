using System.Runtime.InteropServices;
using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>
/// The outgoing datagrams of a worker's turn, of all its sockets: copied one behind the other, sent with one call per
/// socket. Within a socket they leave in the order they were added in.
/// </summary>
internal sealed unsafe class SendBatch(EpollWorker worker) : ITurnEndHandler, IDisposable
{
    private const int Datagrams = 64;
    private const int Capacity = 256 * 1024;
    private const int Attempts = 3;

    private readonly byte* _bytes = (byte*)NativeMemory.Alloc(Capacity);
    private readonly byte* _names = (byte*)NativeMemory.AllocZeroed(Datagrams, NativeAddress.MaximumLength);
    private readonly LibC.Vector* _vectors = (LibC.Vector*)NativeMemory.AllocZeroed(Datagrams, (nuint)sizeof(LibC.Vector));
    private readonly LibC.BatchedMessage* _messages =
        (LibC.BatchedMessage*)NativeMemory.AllocZeroed(Datagrams, (nuint)sizeof(LibC.BatchedMessage));

    private readonly int[] _nameLengths = new int[Datagrams];
    private readonly int[] _next = new int[Datagrams];
    private readonly UdpSocket[] _sockets = new UdpSocket[Datagrams];
    private int _socketCount;
    private int _count;
    private int _used;
    private bool _awaitsTurnEnd;

    /// <summary>Adds a datagram; sends the batch first when there is no room.</summary>
    public void Add(UdpSocket socket, ReadOnlySpan<byte> datagram, in NetAddress to)
    {
        if (_count == Datagrams || Capacity - _used < datagram.Length) Flush();
        if (!_awaitsTurnEnd)
        {
            _awaitsTurnEnd = true;
            worker.AtTurnEnd(this);
        }

        var start = _bytes + _used;
        datagram.CopyTo(new Span<byte>(start, Capacity - _used));
        _vectors[_count] = new LibC.Vector { Start = start, Length = (nuint)datagram.Length };
        _nameLengths[_count] = NativeAddress.Write(to, _names + (_count * NativeAddress.MaximumLength));
        _next[_count] = -1;
        if (socket.FirstQueued < 0)
        {
            socket.FirstQueued = _count;
            _sockets[_socketCount++] = socket;
        }
        else
        {
            _next[socket.LastQueued] = _count;
        }

        socket.LastQueued = _count++;
        // The next datagram begins on a cache line of its own.
        _used = Math.Min(Capacity, (_used + datagram.Length + 63) & ~63);
    }

    /// <summary>Sends everything now.</summary>
    public void Flush()
    {
        for (var i = 0; i < _socketCount; i++)
        {
            var socket = _sockets[i];
            var count = Gather(socket.FirstQueued);
            socket.FirstQueued = -1;
            _sockets[i] = null!;
            Send(socket, count);
        }

        _socketCount = _count = _used = 0;
    }

    /// <inheritdoc/>
    public void OnTurnEnd()
    {
        _awaitsTurnEnd = false;
        Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        NativeMemory.Free(_names);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_messages);
    }

    private int Gather(int first)
    {
        var count = 0;
        for (var i = first; i >= 0; i = _next[i])
        {
            _messages[count++].Message = new LibC.Message
            {
                Name = _names + (i * NativeAddress.MaximumLength),
                NameLength = (uint)_nameLengths[i],
                Vectors = _vectors + i,
                VectorCount = 1,
            };
        }

        return count;
    }

    private void Send(UdpSocket socket, int count)
    {
        var sent = 0;
        var attempts = 0;
        var waited = false;
        while (sent < count)
        {
            var taken = LibC.SendMany(socket.Descriptor, _messages + sent, (uint)(count - sent), 0);
            if (taken > 0)
            {
                sent += taken;
                attempts = 0;
                socket.CountSent(taken);
            }
            else if (LibC.LastError is LibC.TryAgain or LibC.NoBuffers)
            {
                // The kernel's queue is full. A moment's patience, once a batch; then they are lost, as datagrams may be.
                if (waited)
                {
                    socket.CountDropped(count - sent);
                    return;
                }

                waited = true;
                AwaitRoom(socket);
            }
            else if (++attempts == Attempts)
            {
                // A pending ICMP error is told in place of sending, once; what fails again and again is this datagram's own fault.
                socket.CountDropped(1);
                Undeliverable.Report(socket, _messages[sent].Message);
                sent++;
                attempts = 0;
            }
        }
    }

    private static void AwaitRoom(UdpSocket socket)
    {
        var entry = new LibC.PollEntry { Descriptor = socket.Descriptor, Events = LibC.PollOut };
        _ = LibC.Poll(&entry, 1, 1);
    }

    /// <summary>A datagram that could not be sent, on its way to the handler: in the next turn, when the batch is free for the answer.</summary>
    private sealed class Undeliverable(UdpSocket socket, NetAddress to, byte[] beginning)
    {
        private const int BeginningLength = 512;

        public static void Report(UdpSocket socket, in LibC.Message message)
        {
            var bytes = new ReadOnlySpan<byte>(message.Vectors->Start, (int)Math.Min(message.Vectors->Length, BeginningLength));
            var failure = new Undeliverable(socket, NativeAddress.Read(message.Name), bytes.ToArray());
            socket.Worker.Post(static state => ((Undeliverable)state!).Deliver(), failure);
        }

        private void Deliver() => socket.Handler.OnUndelivered(socket, beginning, to);
    }
}
