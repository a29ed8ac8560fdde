using System.Buffers;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Messages that wait to be written to a connection, as one run of bytes, with those who want to know if it fails. Holds
/// no buffer while it is empty. Not thread-safe.
/// </summary>
internal sealed class OutgoingQueue
{
    private readonly List<(Worker Worker, Action<object?> OnFailure, object? State)> _watchers = [];
    private byte[] _bytes = [];
    private int _length;
    private int _messages;

    /// <summary>Bytes that wait.</summary>
    public int Length => _length;

    /// <summary>What waits.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Appends a message.</summary>
    public void Add(ReadOnlySpan<byte> message, Worker? worker, Action<object?>? onFailure, object? state)
    {
        if (_bytes.Length - _length < message.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + message.Length, 2 * _length));
            Bytes.Span.CopyTo(larger);
            GiveBack();
            _bytes = larger;
        }

        message.CopyTo(_bytes.AsSpan(_length));
        _length += message.Length;
        _messages++;
        if (onFailure is not null) _watchers.Add((worker!, onFailure, state));
    }

    /// <summary>They have been written.</summary>
    public void Clear()
    {
        GiveBack();
        _bytes = [];
        _length = _messages = 0;
        _watchers.Clear();
    }

    /// <summary>They will not be written: tells those who want to know, on their workers. Returns how many messages are lost.</summary>
    public int Fail()
    {
        foreach (var (worker, onFailure, state) in _watchers) worker.Post(onFailure, state);
        var lost = _messages;
        Clear();
        return lost;
    }

    private void GiveBack()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
    }
}
