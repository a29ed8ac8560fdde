namespace Softswitch.Media;

/// <summary>
/// A way to put sound into RTP payloads. Samples are 16-bit linear, mono. An instance says what the codec is; encoders and
/// decoders may keep state from one frame to the next and belong to one stream each.
/// </summary>
public abstract class AudioCodec
{
    private static readonly AudioCodec[] Known = [new MuLawCodec(), new ALawCodec(), new G722Codec()];

    /// <summary>A codec by its name in SDP, its clock and its samples.</summary>
    private protected AudioCodec(string name, int clockRate, int sampleRate) =>
        (Name, ClockRate, SampleRate) = (name, clockRate, sampleRate);

    /// <summary>G.711 µ-law, 8 kHz.</summary>
    public static AudioCodec Pcmu => Known[0];

    /// <summary>G.711 A-law, 8 kHz.</summary>
    public static AudioCodec Pcma => Known[1];

    /// <summary>G.722 at 64 kbit/s, 16 kHz.</summary>
    public static AudioCodec G722 => Known[2];

    /// <summary>The encoding's name as registered, such as <c>PCMA</c>.</summary>
    public string Name { get; }

    /// <summary>RTP timestamp units a second. Not always the sample rate (G.722, RFC 3551 §4.5.2).</summary>
    public int ClockRate { get; }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>
    /// Bytes for one sample where every sample is coded by itself, so that coded sound can be cut and joined anywhere; 0 for a codec of
    /// frames, whose coded sound can be cut between frames only.
    /// </summary>
    public abstract int BytesPerSample { get; }

    /// <summary>The codec with a name and clock rate as SDP gives them, or null where there is none. Case does not matter.</summary>
    public static AudioCodec? Find(string name, int clockRate)
    {
        foreach (var codec in Known)
        {
            if (codec.ClockRate == clockRate && codec.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return codec;
        }

        return name.Equals("L16", StringComparison.OrdinalIgnoreCase) && LinearCodec.IsRate(clockRate) ? LinearCodec.At(clockRate) : null;
    }

    /// <summary>An encoder for one stream.</summary>
    public abstract IAudioEncoder NewEncoder();

    /// <summary>A decoder for one stream.</summary>
    public abstract IAudioDecoder NewDecoder();

    /// <inheritdoc/>
    public override string ToString() => $"{Name}/{ClockRate}";
}

/// <summary>Turns samples into payload.</summary>
public interface IAudioEncoder
{
    /// <summary>
    /// Encodes one frame (10 to 60 ms of samples) and returns the bytes written. Throws <see cref="ArgumentException"/> where the payload
    /// does not fit into <paramref name="payload"/>.
    /// </summary>
    int Encode(ReadOnlySpan<short> samples, Span<byte> payload);
}

/// <summary>Turns payload into samples.</summary>
public interface IAudioDecoder
{
    /// <summary>
    /// Decodes one payload and returns the samples written, at most as many as <paramref name="samples"/> holds: what a hostile payload
    /// has more is dropped.
    /// </summary>
    int Decode(ReadOnlySpan<byte> payload, Span<short> samples);
}
