namespace Softswitch.Media;

/// <summary>A sound as it goes out: encoded for one codec, immutable, played by any number of streams at once.</summary>
public sealed class EncodedAudio
{
    /// <summary>Length of the frames of a codec that codes frames, ms: what nearly everybody sends and asks for.</summary>
    public const int FrameMilliseconds = 20;

    private readonly byte[] _bytes;
    // Where each frame begins, and where the last one ends; null where each sample is coded by itself.
    private readonly int[]? _starts;

    /// <summary>
    /// Takes <paramref name="bytes"/> (not copied), whole samples of a <paramref name="codec"/> that codes each sample by itself
    /// (<see cref="AudioCodec.BytesPerSample"/>).
    /// </summary>
    public EncodedAudio(AudioCodec codec, byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(codec.BytesPerSample, nameof(codec));
        Codec = codec;
        _bytes = bytes;
        FrameSamples = 1;
        Samples = bytes.Length / codec.BytesPerSample;
    }

    /// <summary>Takes frames, each of <see cref="FrameMilliseconds"/>.</summary>
    internal EncodedAudio(AudioCodec codec, byte[] bytes, int[] starts)
    {
        Codec = codec;
        _bytes = bytes;
        _starts = starts;
        FrameSamples = FrameOf(codec);
        Samples = (starts.Length - 1) * FrameSamples;
    }

    /// <summary>What it is encoded for.</summary>
    public AudioCodec Codec { get; }

    /// <summary>How many samples it has; 0 where the file had none.</summary>
    public int Samples { get; }

    /// <summary>Samples that are coded together: it can be cut between them. 1 of a codec that codes each by itself.</summary>
    public int FrameSamples { get; }

    /// <summary>How long it takes.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples / Codec.SampleRate);

    /// <summary>Memory it takes.</summary>
    public int Bytes => _bytes.Length + ((_starts?.Length ?? 0) * sizeof(int));

    /// <summary>Encodes <paramref name="samples"/>, for sounds that are made and not read.</summary>
    public static EncodedAudio Encode(AudioCodec codec, ReadOnlySpan<short> samples)
    {
        using var writer = new EncodedAudioWriter(codec);
        writer.Add(samples);
        return writer.ToAudio();
    }

    /// <summary>Samples of a frame of a codec that codes frames.</summary>
    internal static int FrameOf(AudioCodec codec) => codec.SampleRate * FrameMilliseconds / 1000;

    /// <summary>The coded form of <paramref name="count"/> samples from <paramref name="position"/> on, which all are there: of one frame where it has frames.</summary>
    internal ReadOnlySpan<byte> Coded(int position, int count)
    {
        if (_starts is null) return _bytes.AsSpan(position * Codec.BytesPerSample, count * Codec.BytesPerSample);
        var frame = position / FrameSamples;
        return _bytes.AsSpan(_starts[frame].._starts[frame + 1]);
    }
}
