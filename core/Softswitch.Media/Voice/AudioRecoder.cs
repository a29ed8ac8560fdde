namespace Softswitch.Media;

/// <summary>Turns sounds of any codec into packets of one format while they are played: for the rest of a prompt when the codec changes. Nothing is made per packet once it runs.</summary>
internal sealed class AudioRecoder(VoiceFormat format) : IDisposable
{
    // Of the highest rate; more is never taken of a sound at once.
    private const int MostPiece = 48_000 / 1000 * EncodedAudio.FrameMilliseconds;

    private readonly IAudioEncoder _encoder = format.Codec.NewEncoder();
    private readonly short[] _ready = new short[format.SamplesPerPacket + (MostPiece * 2)];
    private readonly short[] _decoded = new short[MostPiece];
    private AudioCodec? _from;
    private IAudioDecoder? _decoder;
    private Resampler? _resampler;
    private int _count;

    /// <summary>What its packets are.</summary>
    public VoiceFormat Format => format;

    /// <summary>Whether a packet is there, or part of one.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Whether there is enough for a packet.</summary>
    public bool IsFull => _count >= format.SamplesPerPacket;

    /// <summary>Takes a piece of the sound from <paramref name="position"/> on, where it has samples left, and returns how many.</summary>
    public int Take(EncodedAudio sound, int position)
    {
        if (_from != sound.Codec) Begin(sound.Codec);
        var most = sound.FrameSamples > 1 ? sound.FrameSamples : EncodedAudio.FrameOf(sound.Codec);
        var count = Math.Min(most, sound.Samples - position);
        var decoded = _decoded.AsSpan(0, _decoder!.Decode(sound.Coded(position, count), _decoded));
        if (_resampler is null)
        {
            decoded.CopyTo(_ready.AsSpan(_count));
            _count += decoded.Length;
        }
        else
        {
            _count += _resampler.Convert(decoded, _ready.AsSpan(_count));
        }

        return count;
    }

    /// <summary>Writes the next packet's payload, which ends in silence where less is left, and returns its length.</summary>
    public int Write(Span<byte> payload)
    {
        var samples = format.SamplesPerPacket;
        if (_count < samples) Array.Clear(_ready, _count, samples - _count);
        var length = _encoder.Encode(_ready.AsSpan(0, samples), payload);
        _count = Math.Max(0, _count - samples);
        _ready.AsSpan(samples, _count).CopyTo(_ready);
        return length;
    }

    /// <summary>Leaves out the next packet.</summary>
    public void Skip()
    {
        var samples = Math.Min(_count, format.SamplesPerPacket);
        _count -= samples;
        _ready.AsSpan(samples, _count).CopyTo(_ready);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder?.Dispose();
    }

    private void Begin(AudioCodec from)
    {
        _decoder?.Dispose();
        _from = from;
        _decoder = from.NewDecoder();
        _resampler = from.SampleRate == format.Codec.SampleRate ? null : Resampler.ForStream(from.SampleRate, format.Codec.SampleRate);
    }
}
