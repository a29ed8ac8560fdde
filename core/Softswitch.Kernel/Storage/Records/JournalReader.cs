using Microsoft.Win32.SafeHandles;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// Reads a journal from its oldest segment to its end, batch after batch. A batch is read again until it is
/// <see cref="Commit"/>ted; a segment that is done with is deleted. Not thread-safe.
/// </summary>
internal sealed class JournalReader(JournalFolder folder, JournalWriter writer) : IDisposable
{
    private readonly Queue<long> _segments = new(folder.Segments());
    private byte[] _buffer = new byte[128 * 1024];
    private SafeFileHandle? _file;
    private long _current = writer.End.Segment - 1;
    private long _committed;
    private long _read;

    /// <summary>Lines that were not whole, skipped.</summary>
    public long Damaged { get; private set; }

    /// <summary>The next records in JSON, at most <paramref name="most"/>; empty at the end.</summary>
    public List<byte[]> Read(int most)
    {
        var records = new List<byte[]>();
        _read = _committed;
        while (records.Count == 0 && OpenNext() is { } segment)
        {
            ReadLines(records, most, segment.Limit);
            if (records.Count == 0 && !Finish(segment)) break;
        }

        return records;
    }

    /// <summary>The batch read last is stored elsewhere for good.</summary>
    public void Commit()
    {
        _committed = _read;
        if (OpenNext() is { } segment) Finish(segment);
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>The segment to read, opened if it is not; null at the end.</summary>
    private Segment? OpenNext()
    {
        // Looked at once: the writer may go on to its next segment at any time.
        var end = writer.End;
        if (_file is null)
        {
            var next = _segments.TryPeek(out var older) ? older : _current + 1;
            if (next > end.Segment || (next == end.Segment && end.Offset == 0)) return null;
            _segments.TryDequeue(out _);
            _current = next;
            _committed = _read = 0;
            _file = folder.OpenForReading(next);
        }

        return _current == end.Segment ? new Segment(end.Offset, IsClosed: false) : new Segment(RandomAccess.GetLength(_file), IsClosed: true);
    }

    /// <summary>Deletes the segment when all of it is committed and nothing will be added; whether it was.</summary>
    private bool Finish(Segment segment)
    {
        if (!segment.IsClosed || _committed < segment.Limit) return false;
        _file!.Dispose();
        _file = null;
        folder.Delete(_current);
        return true;
    }

    private void ReadLines(List<byte[]> records, int most, long limit)
    {
        while (records.Count < most && _read < limit)
        {
            var length = RandomAccess.Read(_file!, _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, limit - _read)), _read);
            var used = Take(_buffer.AsSpan(0, length), records, most);
            if (used == 0) used = Unterminated(length, limit);
            _read += used;
            if (records.Count == 0) _committed = _read;
        }
    }

    private int Take(ReadOnlySpan<byte> bytes, List<byte[]> records, int most)
    {
        var used = 0;
        while (records.Count < most && bytes[used..].IndexOf((byte)'\n') is var length and >= 0)
        {
            if (JournalLine.TryRead(bytes.Slice(used, length), out var json)) records.Add(json.ToArray());
            else Damaged++;
            used += length + 1;
        }

        return used;
    }

    /// <summary>How much to skip where no line ends: nothing as long as a larger buffer may help.</summary>
    private int Unterminated(int length, long limit)
    {
        if (_read + length < limit && length < JournalLine.LongestLine)
        {
            Array.Resize(ref _buffer, JournalLine.LongestLine);
            return 0;
        }

        Damaged++;
        return length;
    }

    private readonly record struct Segment(long Limit, bool IsClosed);
}
