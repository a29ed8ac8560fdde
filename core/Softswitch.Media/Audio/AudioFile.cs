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
        using var sound = new EncodedAudioWriter(codec);
        var piece = new short[PieceLength];
        if (reader.Format.SampleRate == codec.SampleRate)
        {
            for (int read; (read = reader.Read(piece)) > 0;) Add(sound, piece.AsSpan(0, read), codec, limits);
            return sound.ToAudio();
        }

        var resampler = new Resampler(reader.Format.SampleRate, codec.SampleRate);
        var converted = new short[Math.Max(resampler.MostOutput(PieceLength), resampler.MostFlushed)];
        for (int read; (read = reader.Read(piece)) > 0;) Add(sound, converted.AsSpan(0, resampler.Convert(piece.AsSpan(0, read), converted)), codec, limits);
        Add(sound, converted.AsSpan(0, resampler.Flush(converted)), codec, limits);
        return sound.ToAudio();
    }

    private static void Add(EncodedAudioWriter sound, ReadOnlySpan<short> samples, AudioCodec codec, AudioFileLimits limits)
    {
        if (sound.Samples + samples.Length > limits.Duration.TotalSeconds * codec.SampleRate) throw new AudioFileException($"it is longer than {limits.Duration.TotalSeconds:0} s");
        sound.Add(samples);
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
