using System.Collections.Concurrent;

namespace Softswitch.Sip;

/// <summary>A received message on its way to the worker of its Call-ID: a copy of its bytes in a buffer that is used again.</summary>
internal sealed class HandOver
{
    private const int UsualLength = 4096;
    private const int Pooled = 4096;

    private static readonly ConcurrentQueue<HandOver> Pool = new();
    private static int _pooled;

    private byte[] _bytes = new byte[UsualLength];
    private int _length;
    private WorkerTransport _target = null!;
    private SipPeer _from;
    private FrameKind _kind;
    private SipConnection? _connection;

    private HandOver()
    {
    }

    /// <summary>
    /// Has <paramref name="target"/>'s worker handle a copy of <paramref name="message"/>. A message of a stream names its
    /// <paramref name="connection"/>, which is told when it has been handled.
    /// </summary>
    public static void Post(WorkerTransport target, ReadOnlySpan<byte> message, in SipPeer from, FrameKind kind = FrameKind.Message, SipConnection? connection = null)
    {
        if (Pool.TryDequeue(out var one)) Interlocked.Decrement(ref _pooled);
        else one = new HandOver();
        if (one._bytes.Length < message.Length) one._bytes = new byte[message.Length];
        message.CopyTo(one._bytes);
        one._length = message.Length;
        one._target = target;
        one._from = from;
        one._kind = kind;
        one._connection = connection;
        target.Worker.Post(static state => ((HandOver)state!).Handle(), one);
    }

    /// <summary>Gives back the buffers that wait for use. Safe from any thread.</summary>
    public static void Trim()
    {
        while (Pool.TryDequeue(out _)) Interlocked.Decrement(ref _pooled);
    }

    private void Handle()
    {
        try
        {
            _target.HandleHandedOver(_bytes.AsSpan(0, _length), _from, _kind, _connection);
        }
        finally
        {
            _connection?.Handled(_kind);
            _connection = null;
            // A buffer for an unusually long message is not kept.
            if (_bytes.Length <= UsualLength && Volatile.Read(ref _pooled) < Pooled)
            {
                Interlocked.Increment(ref _pooled);
                Pool.Enqueue(this);
            }
        }
    }
}
