using System.Runtime.InteropServices;
using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>
/// The receive buffers of a worker: 64 of the largest datagram's length, used by all of its sockets in turn. Memory that
/// no datagram has needed is only reserved.
/// </summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    private const int Datagrams = 64;
    private const int BatchesPerTurn = 4;
    // An odd number of cache lines more than 64 KiB: the beginnings of the buffers do not compete for one cache set.
    private const int Stride = 65_536 + (33 * 64);

    private readonly byte* _buffers = (byte*)NativeMemory.AlignedAlloc(Datagrams * Stride, 4096);
    private readonly byte* _names = (byte*)NativeMemory.AllocZeroed(Datagrams, NativeAddress.MaximumLength);
    private readonly LibC.Vector* _vectors = (LibC.Vector*)NativeMemory.AllocZeroed(Datagrams, (nuint)sizeof(LibC.Vector));
    private readonly LibC.BatchedMessage* _messages =
        (LibC.BatchedMessage*)NativeMemory.AllocZeroed(Datagrams, (nuint)sizeof(LibC.BatchedMessage));

    public ReceiveBatch()
    {
        for (var i = 0; i < Datagrams; i++)
        {
            _vectors[i] = new LibC.Vector { Start = _buffers + (i * Stride), Length = 65_536 };
            _messages[i].Message = new LibC.Message
            {
                Name = _names + (i * NativeAddress.MaximumLength),
                NameLength = NativeAddress.MaximumLength,
                Vectors = _vectors + i,
                VectorCount = 1,
            };
        }
    }

    /// <summary>Hands what has arrived at <paramref name="socket"/> to its handler; the rest of a flood waits for the next turn.</summary>
    public void Receive(UdpSocket socket)
    {
        for (var batch = 0; batch < BatchesPerTurn; batch++)
        {
            var count = LibC.ReceiveMany(socket.Descriptor, _messages, Datagrams, 0, null);
            if (count < 0)
            {
                if (LibC.LastError == LibC.TryAgain) return;
                // A pending ICMP error is told in place of receiving, once; datagrams may be waiting behind it.
                continue;
            }

            socket.CountReceived(count);
            for (var i = 0; i < count; i++)
            {
                _messages[i].Message.NameLength = NativeAddress.MaximumLength;
                Deliver(socket, i);
                if (socket.IsClosed) return;
            }

            if (count < Datagrams) return;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_buffers);
        NativeMemory.Free(_names);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_messages);
    }

    private void Deliver(UdpSocket socket, int index)
    {
        try
        {
            var datagram = new Span<byte>(_vectors[index].Start, (int)_messages[index].Length);
            socket.Handler.OnDatagram(socket, datagram, NativeAddress.Read(_names + (index * NativeAddress.MaximumLength)));
        }
        catch (Exception e)
        {
            socket.Worker.Report(e);
        }
    }
}
