namespace Softswitch.Media;

/// <summary>
/// The sum of all who are heard, at one sample rate. There is one for each rate that somebody hears in: whoever speaks is resampled once for each, and leaves each
/// listener's mix just as it came into it.
/// </summary>
internal sealed class MixBus(int rate)
{
    /// <summary>Frames of all who hear and are heard.</summary>
    public const int FramesPerSecond = 50;

    private readonly int[] _sum = new int[rate / FramesPerSecond];
    private readonly int[] _ownSum = new int[rate / FramesPerSecond];
    private readonly short[] _common = new short[rate / FramesPerSecond];
    private readonly List<CommonPayload> _payloads = new(2);
    private bool _isMade;

    /// <summary>Samples a second.</summary>
    public int Rate => rate;

    /// <summary>Samples of a frame.</summary>
    public int FrameLength => _sum.Length;

    /// <summary>How many hear in this rate.</summary>
    public int Listeners { get; set; }

    /// <summary>Whether it is mixed in this tick.</summary>
    public bool IsWanted { get; set; }

    /// <summary>What all hear who say nothing themselves.</summary>
    public ReadOnlySpan<short> Common
    {
        get
        {
            if (!_isMade) SampleMath.Saturate(_sum, _common);
            _isMade = true;
            return _common;
        }
    }

    /// <summary>Nobody is heard yet.</summary>
    public void Clear()
    {
        Array.Clear(_sum);
        _isMade = false;
        foreach (var payload in _payloads) payload.Length = 0;
    }

    /// <summary>Somebody is heard by all.</summary>
    public void Add(ReadOnlySpan<short> samples) => SampleMath.Add(samples, _sum);

    /// <summary>Begins a mix of one listener's own: what all hear without <paramref name="own"/>.</summary>
    public void BeginOwn(ReadOnlySpan<short> own)
    {
        _sum.CopyTo(_ownSum, 0);
        SampleMath.Subtract(own, _ownSum);
    }

    /// <summary>Somebody is heard in the listener's own mix.</summary>
    public void AddOwn(ReadOnlySpan<short> samples) => SampleMath.Add(samples, _ownSum);

    /// <summary>Ends the listener's own mix.</summary>
    public void EndOwn(Span<short> samples) => SampleMath.Saturate(_ownSum, samples);

    /// <summary>What all hear in a codec that codes each sample by itself: encoded for the first who asks.</summary>
    public ReadOnlySpan<byte> Encoded(AudioCodec codec, IAudioEncoder encoder)
    {
        foreach (var payload in _payloads)
        {
            if (payload.Codec == codec) return payload.Of(Common, encoder);
        }

        var made = new CommonPayload(codec, FrameLength);
        _payloads.Add(made);
        return made.Of(Common, encoder);
    }

    private sealed class CommonPayload(AudioCodec codec, int samples)
    {
        private readonly byte[] _bytes = new byte[samples * codec.BytesPerSample];

        public AudioCodec Codec => codec;

        public int Length { get; set; }

        public ReadOnlySpan<byte> Of(ReadOnlySpan<short> sound, IAudioEncoder encoder)
        {
            if (Length == 0) Length = encoder.Encode(sound, _bytes);
            return _bytes.AsSpan(0, Length);
        }
    }
}
