namespace Softswitch.Media;

/// <summary>A sound as it goes out: encoded for one codec, immutable, played by any number of streams at once.</summary>
public sealed class EncodedAudio
{
    private readonly byte[] _bytes;

    /// <summary>
    /// Takes <paramref name="bytes"/> (not copied), whole samples of a <paramref name="codec"/> that codes each sample by itself
    /// (<see cref="AudioCodec.BytesPerSample"/>).
    /// </summary>
    public EncodedAudio(AudioCodec codec, byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(codec.BytesPerSample, nameof(codec));
        Codec = codec;
        _bytes = bytes;
        Samples = bytes.Length / codec.BytesPerSample;
    }

    /// <summary>What it is encoded for.</summary>
    public AudioCodec Codec { get; }

    /// <summary>How many samples it has; 0 where the file had none.</summary>
    public int Samples { get; }

    /// <summary>How long it takes.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples / Codec.SampleRate);

    /// <summary>Memory it takes.</summary>
    public int Bytes => _bytes.Length;

    /// <summary>Encodes <paramref name="samples"/>, for sounds that are made and not read.</summary>
    public static EncodedAudio Encode(AudioCodec codec, ReadOnlySpan<short> samples)
    {
        var bytes = new byte[samples.Length * codec.BytesPerSample];
        _ = codec.NewEncoder().Encode(samples, bytes);
        return new EncodedAudio(codec, bytes);
    }

    /// <summary>
    /// Copies up to <paramref name="count"/> samples from <paramref name="position"/> on (0 to <see cref="Samples"/>) and returns how many
    /// there were.
    /// </summary>
    internal int Copy(int position, int count, Span<byte> destination)
    {
        count = Math.Min(count, Samples - position);
        var size = Codec.BytesPerSample;
        _bytes.AsSpan(position * size, count * size).CopyTo(destination);
        return count;
    }
}
