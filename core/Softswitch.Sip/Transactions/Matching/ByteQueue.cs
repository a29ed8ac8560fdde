namespace Softswitch.Sip;

/// <summary>
/// Bytes that leave in the order they came in, kept in chunks of 64 KiB: no object per message, and the memory is given back
/// as the oldest chunk empties.
/// </summary>
internal sealed class ByteQueue
{
    private const int ChunkBits = 16;

    private byte[][] _chunks = new byte[4][];
    private byte[]? _spare;
    private long _firstChunk;
    private long _end;

    /// <summary>The longest run of bytes that can be kept.</summary>
    public const int MaximumLength = 1 << ChunkBits;

    /// <summary>Bytes of memory held.</summary>
    public long Held { get; private set; }

    /// <summary>Room for <paramref name="length"/> bytes (at most <see cref="MaximumLength"/>) at <paramref name="position"/>.</summary>
    public Span<byte> Append(int length, out long position)
    {
        var used = (int)(_end & (MaximumLength - 1));
        if (used + length > MaximumLength) _end += MaximumLength - used;
        position = _end;
        _end += length;
        if (length == 0) return default;
        Reach(position >> ChunkBits);
        return At(position, length);
    }

    /// <summary>What was put at <paramref name="position"/>.</summary>
    public Span<byte> At(long position, int length) =>
        length == 0 ? default : _chunks[(position >> ChunkBits) & (_chunks.Length - 1)].AsSpan((int)(position & (MaximumLength - 1)), length);

    /// <summary>Everything before <paramref name="position"/> is needed no longer.</summary>
    public void ReleaseBefore(long position)
    {
        for (; _firstChunk < position >> ChunkBits; _firstChunk++)
        {
            ref var chunk = ref _chunks[_firstChunk & (_chunks.Length - 1)];
            if (chunk is null) continue;
            Held -= chunk.Length;
            _spare = chunk;
            chunk = null!;
        }
    }

    /// <summary>Nothing is needed any longer.</summary>
    public void Clear()
    {
        _chunks = new byte[4][];
        _spare = null;
        _firstChunk = _end = 0;
        Held = 0;
    }

    private void Reach(long chunk)
    {
        while (chunk - _firstChunk >= _chunks.Length) Grow();
        ref var place = ref _chunks[chunk & (_chunks.Length - 1)];
        if (place is not null) return;
        place = _spare ?? new byte[MaximumLength];
        _spare = null;
        Held += MaximumLength;
    }

    private void Grow()
    {
        var larger = new byte[_chunks.Length * 2][];
        for (var i = _firstChunk; i < _firstChunk + _chunks.Length; i++) larger[i & (larger.Length - 1)] = _chunks[i & (_chunks.Length - 1)];
        _chunks = larger;
    }
}
