using Microsoft.Win32.SafeHandles;

namespace Softswitch.Kernel.Storage;

/// <summary>Where the journal ends: what is before it may be read.</summary>
/// <param name="Segment">Number of the segment that is written.</param>
/// <param name="Offset">Bytes of it that are whole lines.</param>
internal sealed record JournalEnd(long Segment, long Offset);

/// <summary>
/// Appends to the last segment of a journal, which it begins itself: what an earlier process left is never written to,
/// so that a torn line is always the last of its segment. Not thread-safe, except for <see cref="End"/>.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly JournalFolder _folder;
    private readonly long _segmentLength;
    private SafeFileHandle? _file;
    private volatile JournalEnd _end;

    /// <param name="folder">The segments.</param>
    /// <param name="segmentLength">Bytes after which a new segment is begun.</param>
    public JournalWriter(JournalFolder folder, long segmentLength)
    {
        _folder = folder;
        _segmentLength = segmentLength;
        _end = new JournalEnd(folder.Segments() is [.., var last] ? last + 1 : 1, 0);
    }

    public JournalEnd End => _end;

    /// <summary>Whether something was appended since <see cref="Synchronise"/>.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Appends whole lines. After a failure nothing of them counts, and the next attempt writes over them.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (_end.Offset >= _segmentLength) Close();
        _file ??= _folder.Create(_end.Segment);
        RandomAccess.Write(_file, lines, _end.Offset);
        IsDirty = true;
        _end = new JournalEnd(_end.Segment, _end.Offset + lines.Length);
    }

    /// <summary>Has the disk keep what was appended.</summary>
    public void Synchronise()
    {
        if (!IsDirty || _file is null) return;
        RandomAccess.FlushToDisk(_file);
        IsDirty = false;
    }

    /// <summary>Ends the segment, so that it can be deleted when it is read; the next append begins another.</summary>
    public void Close()
    {
        if (_end.Offset == 0) return;
        Synchronise();
        _file?.Dispose();
        _file = null;
        _end = new JournalEnd(_end.Segment + 1, 0);
    }

    public void Dispose() => _file?.Dispose();
}
