namespace Softswitch.Media;

/// <summary>How much sound is kept.</summary>
public sealed record AudioCacheOptions
{
    /// <summary>Memory for encoded sound, 0 or more bytes; what was not played for longest goes first. Default 128 MB: four and a half hours of G.711.</summary>
    public long Capacity { get; init; } = 128_000_000;

    /// <summary>How long a file is taken to be as it was when it was last looked at, 0 or more. Default 1 s.</summary>
    public TimeSpan LookAgain { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Files read at the same time, 1 or more; each takes a thread of the pool. Default 2.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>What one file may come to.</summary>
    public AudioFileLimits Limits { get; init; } = AudioFileLimits.Default;
}

/// <summary>
/// Sound files, decoded once and kept encoded for each codec that they were asked in. A file that was changed is read again; calls
/// that are playing it end with what they began with. Safe from any thread.
/// </summary>
public sealed class AudioCache : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Path, AudioCodec Codec), LinkedListNode<Entry>> _entries = [];
    // The one that was asked for last is first.
    private readonly LinkedList<Entry> _byUse = new();
    private readonly AudioCacheOptions _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _readers;
    private long _bytes;
    private long _loads;

    /// <summary>An empty cache. Throws <see cref="ArgumentOutOfRangeException"/> for options out of range.</summary>
    public AudioCache(AudioCacheOptions options, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Capacity, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Readers, nameof(options));
        _options = options;
        _clock = clock;
        _readers = new SemaphoreSlim(options.Readers);
    }

    /// <summary>Bytes of encoded sound that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>Times that a file was read.</summary>
    public long Loads => Interlocked.Read(ref _loads);

    /// <summary>
    /// The sound of the file at <paramref name="path"/> for <paramref name="codec"/>; at once where it is kept and was looked at lately, else
    /// when a thread of the pool has read it. The task fails as <see cref="AudioFile.Load(string, AudioCodec, AudioFileLimits)"/> does; a failure is not kept.
    /// </summary>
    public Task<EncodedAudio> Get(string path, AudioCodec codec)
    {
        var now = _clock.GetTimestamp();
        lock (_lock)
        {
            if (!_entries.TryGetValue((path, codec), out var node)) return Begin(path, codec, now, before: null).Sound;
            var entry = node.Value;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            if (!entry.Sound.IsCompleted || _clock.GetElapsedTime(entry.LookedAt, now) < _options.LookAgain) return entry.Sound;
            // Whoever asks meanwhile waits for the same look.
            Remove(node);
            return Begin(path, codec, now, entry).Sound;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _readers.Dispose();

    private Entry Begin(string path, AudioCodec codec, long now, Entry? before)
    {
        var entry = new Entry(path, codec, now);
        var node = _byUse.AddFirst(entry);
        _entries.Add((path, codec), node);
        entry.Sound = Task.Run(() => Load(node, before));
        return entry;
    }

    private async Task<EncodedAudio> Load(LinkedListNode<Entry> node, Entry? before)
    {
        var entry = node.Value;
        await _readers.WaitAsync();
        try
        {
            entry.Stamp = FileStamp.Of(entry.Path);
            var sound = before is not null && before.Stamp == entry.Stamp ? await before.Sound : Read(entry);
            Keep(node, sound.Bytes);
            return sound;
        }
        catch (Exception)
        {
            lock (_lock) Remove(node);
            throw;
        }
        finally
        {
            _readers.Release();
        }
    }

    private EncodedAudio Read(Entry entry)
    {
        Interlocked.Increment(ref _loads);
        return AudioFile.Load(entry.Path, entry.Codec, _options.Limits);
    }

    private void Keep(LinkedListNode<Entry> node, int bytes)
    {
        lock (_lock)
        {
            if (node.List is null) return;
            // Also an empty sound takes some room, and must be able to leave.
            node.Value.Bytes = Math.Max(1, bytes);
            _bytes += node.Value.Bytes;
            for (var last = _byUse.Last; _bytes > _options.Capacity && last is not null;)
            {
                var earlier = last.Previous;
                // What is being read has no size yet, and somebody waits for it.
                if (last.Value.Bytes > 0) Remove(last);
                last = earlier;
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        if (node.List is null) return;
        _byUse.Remove(node);
        _entries.Remove((node.Value.Path, node.Value.Codec));
        _bytes -= node.Value.Bytes;
    }

    /// <summary>What tells one state of a file from another.</summary>
    private readonly record struct FileStamp(DateTime Changed, long Length)
    {
        public static FileStamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : throw new FileNotFoundException("no such file", path);
        }
    }

    private sealed class Entry(string path, AudioCodec codec, long lookedAt)
    {
        public string Path { get; } = path;

        public AudioCodec Codec { get; } = codec;

        public long LookedAt { get; } = lookedAt;

        public Task<EncodedAudio> Sound { get; set; } = null!;

        public FileStamp Stamp { get; set; }

        public int Bytes { get; set; }
    }
}
