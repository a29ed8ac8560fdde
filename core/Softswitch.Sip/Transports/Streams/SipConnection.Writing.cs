using System.Net.Security;
using System.Net.Sockets;
using Softswitch.Net;

namespace Softswitch.Sip;

internal sealed partial class SipConnection
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OutgoingQueue _pending = new();
    private OutgoingQueue _writing = new();
    private long _writeBegan = -1;
    private bool _isWriting;
    private bool _closesWhenWritten;

    /// <summary>
    /// Queues a message; false when the connection is closed or too much is waiting. <paramref name="onFailure"/> is posted to
    /// <paramref name="worker"/> when it cannot be written after all. From any thread.
    /// </summary>
    public bool TrySend(ReadOnlySpan<byte> message, Worker? worker = null, Action<object?>? onFailure = null, object? state = null)
    {
        lock (_gate)
        {
            if (_isClosed || _closesWhenWritten || _pending.Length + message.Length > _options.OutgoingQueue) return false;
            _pending.Add(message, worker, onFailure, state);
            if (!_isOpen || _isWriting) return true;
            _isWriting = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Takes nothing more to send, and closes once what waits has been written.</summary>
    public void CloseWhenWritten()
    {
        lock (_gate)
        {
            if (_closesWhenWritten) return;
            _closesWhenWritten = true;
        }

        if (_isOpen) StartWriting();
        else Close();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = WriteAsync();

    private void StartWriting()
    {
        lock (_gate)
        {
            if (_isWriting) return;
            _isWriting = true;
        }

        _ = WriteAsync();
    }

    /// <summary>Writes what waits, all that has gathered meanwhile in one piece, until nothing does.</summary>
    private async Task WriteAsync()
    {
        try
        {
            bool closes;
            while (TryTakePending(out closes))
            {
                Volatile.Write(ref _writeBegan, _owner.Now);
                await _stream!.WriteAsync(_writing.Bytes);
                Volatile.Write(ref _writeBegan, -1);
                _writing.Clear();
                Touch();
            }

            if (!closes) return;
            if (_stream is SslStream secure) await secure.ShutdownAsync();
            _socket.Shutdown(SocketShutdown.Send);
            // Closing with bytes unread would reset the connection, and the peer could lose the last answer: the reader drains it.
            if (_written.TrySetResult() && _isDraining) return;
        }
        catch (Exception e)
        {
            if (!IsOrdinary(e)) _owner.Report($"{Peer}: {e.GetType().Name}: {e.Message}");
            _owner.Counters.CountUndelivered(_writing.Fail());
        }

        Close();
    }

    private bool TryTakePending(out bool closes)
    {
        lock (_gate)
        {
            closes = _closesWhenWritten;
            if (_pending.Length > 0 && !_isClosed)
            {
                (_pending, _writing) = (_writing, _pending);
                return true;
            }

            // While it is about to close, nobody else is to begin writing.
            if (!closes) _isWriting = false;
            return false;
        }
    }
}
