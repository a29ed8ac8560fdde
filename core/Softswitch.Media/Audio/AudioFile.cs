namespace Softswitch.Media;

/// <summary>Reads sound files into memory, resampled and encoded for a codec. Blocks on the disk: not for workers' threads.</summary>
public static class AudioFile
{
    private const int PieceLength = 8192;

    /// <summary>
    /// Reads the file at <paramref name="path"/> for <paramref name="codec"/>. Throws <see cref="AudioFileException"/> where the file is
    /// none that is played or exceeds <paramref name="limits"/>, and <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> where it cannot be read.
    /// </summary>
    public static EncodedAudio Load(string path, AudioCodec codec, AudioFileLimits limits)
    {
        // Pipes and devices have no length; opening one may block for good.
        if (new FileInfo(path) is { Exists: true, Length: 0 }) throw new AudioFileException("it is empty");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > limits.Bytes) throw new AudioFileException($"it has {file.Length} bytes; expected {limits.Bytes} at most");
        return Load(file, codec, limits);
    }

    /// <summary>Reads a sound from <paramref name="stream"/>, which stays open; otherwise as the other.</summary>
    public static EncodedAudio Load(Stream stream, AudioCodec codec, AudioFileLimits limits)
    {
        var reader = new WavReader(stream);
        var sound = new SoundWriter(codec, limits);
        var piece = new short[PieceLength];
        if (reader.Format.SampleRate == codec.SampleRate)
        {
            for (int read; (read = reader.Read(piece)) > 0;) sound.Add(piece.AsSpan(0, read));
            return sound.ToAudio();
        }

        var resampler = new Resampler(reader.Format.SampleRate, codec.SampleRate);
        var converted = new short[Math.Max(resampler.MostOutput(PieceLength), resampler.MostFlushed)];
        for (int read; (read = reader.Read(piece)) > 0;) sound.Add(converted.AsSpan(0, resampler.Convert(piece.AsSpan(0, read), converted)));
        sound.Add(converted.AsSpan(0, resampler.Flush(converted)));
        return sound.ToAudio();
    }

    /// <summary>Gathers encoded sound, up to the limit.</summary>
    private sealed class SoundWriter(AudioCodec codec, AudioFileLimits limits)
    {
        private readonly IAudioEncoder _encoder = codec.NewEncoder();
        private readonly long _most = (long)(limits.Duration.TotalSeconds * codec.SampleRate) * codec.BytesPerSample;
        private byte[] _bytes = new byte[PieceLength];
        private int _length;

        public void Add(ReadOnlySpan<short> samples)
        {
            var length = _length + (samples.Length * codec.BytesPerSample);
            if (length > _most) throw new AudioFileException($"it is longer than {limits.Duration.TotalSeconds:0} s");
            if (length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(length, _bytes.Length * 2));
            _length += _encoder.Encode(samples, _bytes.AsSpan(_length));
        }

        public EncodedAudio ToAudio() => new(codec, _bytes.AsSpan(0, _length).ToArray());
    }
}

/// <summary>What a sound file may come to.</summary>
/// <param name="Bytes">Size of the file, 1 or more.</param>
/// <param name="Duration">Length of its sound, up to one hour.</param>
public sealed record AudioFileLimits(long Bytes, TimeSpan Duration)
{
    /// <summary>100 MB and 30 minutes.</summary>
    public static AudioFileLimits Default { get; } = new(100_000_000, TimeSpan.FromMinutes(30));
}
