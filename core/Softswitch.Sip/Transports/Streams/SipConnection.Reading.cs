using System.Buffers;

namespace Softswitch.Sip;

internal sealed partial class SipConnection
{
    private const int UsualBuffer = 4096;

    private readonly StreamFramer _framer;
    private readonly SemaphoreSlim _room;
    private long _messageBegan = -1;
    private volatile bool _isDraining;

    /// <summary>A message of this connection has been handled; after one that leaves the stream without a place to go on from, it ends.</summary>
    public void Handled(FrameKind kind)
    {
        _room.Release();
        if (kind is FrameKind.TooLarge or FrameKind.Malformed) CloseWhenWritten();
    }

    private async Task ReadAsync()
    {
        var buffer = Array.Empty<byte>();
        var filled = 0;
        try
        {
            while (true)
            {
                if (filled == 0 && buffer.Length > 0)
                {
                    // A connection that is silent holds no buffer.
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = [];
                }

                if (buffer.Length == 0)
                {
                    _ = await _stream!.ReadAsync(Memory<byte>.Empty);
                    buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
                }
                else if (filled == buffer.Length)
                {
                    buffer = Enlarge(buffer, filled);
                }

                var read = await _stream!.ReadAsync(buffer.AsMemory(filled));
                if (read == 0) return;
                Touch();
                var (taken, goesOn) = await TakeAsync(buffer.AsMemory(0, filled + read));
                if (!goesOn)
                {
                    await DrainAsync(buffer);
                    return;
                }

                filled += read - taken;
                buffer.AsSpan(taken, filled).CopyTo(buffer);
                // Whoever sends a message drop by drop has a limited time for all of it, not for each drop.
                if (filled == 0) Volatile.Write(ref _messageBegan, -1);
                else if (taken > 0 || _messageBegan < 0) Volatile.Write(ref _messageBegan, _owner.Now);
            }
        }
        finally
        {
            Volatile.Write(ref _messageBegan, -1);
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes whole messages off the front. False: the stream cannot be read any further, and closes once that is answered.</summary>
    private async ValueTask<(int Taken, bool GoesOn)> TakeAsync(ReadOnlyMemory<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length)
        {
            var frame = _framer.Next(bytes.Span[taken..]);
            switch (frame.Kind)
            {
                case FrameKind.NeedMore:
                    return (taken, true);
                case FrameKind.Ping:
                    _owner.Counters.CountKeepAlive();
                    _ = TrySend("\r\n"u8);
                    break;
                case FrameKind.Pong:
                    break;
                default:
                    if (!_room.Wait(0)) await _room.WaitAsync();
                    _isDraining = frame.Kind != FrameKind.Message;
                    _owner.Deliver(bytes.Span.Slice(taken, frame.Length), this, frame.Kind);
                    if (_isDraining) return (taken, false);
                    break;
            }

            taken += frame.Length;
        }

        return (taken, true);
    }

    /// <summary>Waits until the answer has been written, then reads and forgets what still comes, within the time of a message.</summary>
    private async Task DrainAsync(Memory<byte> buffer)
    {
        Volatile.Write(ref _messageBegan, _owner.Now);
        await _written.Task;
        while (await _socket.ReceiveAsync(buffer) > 0)
        {
        }
    }

    private static byte[] Enlarge(byte[] buffer, int filled)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
