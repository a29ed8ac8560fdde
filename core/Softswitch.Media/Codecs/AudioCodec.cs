using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Media;

/// <summary>
/// A way to put sound into RTP payloads. Samples are 16-bit linear, mono. An instance says what the codec is; encoders and
/// decoders may keep state from one frame to the next and belong to one stream each.
/// </summary>
public abstract class AudioCodec
{
    private static readonly AudioCodec[] Known = [new MuLawCodec(), new ALawCodec(), new G722Codec(), new OpusCodec(OpusParameters.Default)];

    /// <summary>A codec by its name in SDP, its clock and its samples.</summary>
    private protected AudioCodec(string name, int clockRate, int sampleRate) =>
        (Name, ClockRate, SampleRate) = (name, clockRate, sampleRate);

    /// <summary>G.711 µ-law, 8 kHz.</summary>
    public static AudioCodec Pcmu => Known[0];

    /// <summary>G.711 A-law, 8 kHz.</summary>
    public static AudioCodec Pcma => Known[1];

    /// <summary>G.722 at 64 kbit/s, 16 kHz.</summary>
    public static AudioCodec G722 => Known[2];

    /// <summary>Opus, 48 kHz, as sent to an end that asks for nothing in particular.</summary>
    public static AudioCodec Opus => Known[3];

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

    /// <summary>Whether encoders and decoders can be made: false where the library that does the work is not installed.</summary>
    public virtual bool IsAvailable => true;

    /// <summary>
    /// The codec with a name and clock rate as SDP gives them, or null where there is none, as for G.729, which is relayed and never decoded. Case does
    /// not matter.
    /// </summary>
    public static AudioCodec? Find(string name, int clockRate)
    {
        foreach (var codec in Known)
        {
            if (codec.ClockRate == clockRate && codec.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return codec;
        }

        return name.Equals("L16", StringComparison.OrdinalIgnoreCase) && LinearCodec.IsRate(clockRate) ? LinearCodec.At(clockRate) : null;
    }

    /// <summary>As the other, with what the end asks of what is sent to it (<c>a=fmtp</c>, without the payload type): only Opus has something there.</summary>
    public static AudioCodec? Find(string name, int clockRate, ReadOnlySpan<char> parameters)
    {
        var codec = Find(name, clockRate);
        if (codec != Opus || OpusParameters.Parse(parameters) is not { } opus || opus == OpusParameters.Default) return codec;
        return new OpusCodec(opus);
    }

    /// <summary>Samples that a payload makes, as its length and first bytes say; 0 where it is none of this codec's.</summary>
    public abstract int SamplesIn(ReadOnlySpan<byte> payload);

    /// <summary>An encoder for one stream. Throws <see cref="MissingLibraryException"/> where the codec is not <see cref="IsAvailable"/>.</summary>
    public abstract IAudioEncoder NewEncoder();

    /// <summary>A decoder for one stream. Throws <see cref="MissingLibraryException"/> where the codec is not <see cref="IsAvailable"/>.</summary>
    public abstract IAudioDecoder NewDecoder();

    /// <summary>A decoder for one stream, that fills in what got lost; otherwise as <see cref="NewDecoder"/>.</summary>
    public virtual IStreamDecoder NewStreamDecoder() => new ConcealingDecoder(NewDecoder(), SampleRate);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}/{ClockRate}";
}

/// <summary>What a codec keeps for one direction of one stream. Disposed of when the stream is over.</summary>
public interface ICodecState : IDisposable
{
    /// <inheritdoc/>
    [SuppressMessage("Usage", "CA1816", Justification = "Most codecs have nothing to give back, and none has a finalizer of its own.")]
    void IDisposable.Dispose()
    {
    }
}

/// <summary>Turns samples into payload. Disposed of when the stream is over.</summary>
public interface IAudioEncoder : ICodecState
{
    /// <summary>
    /// Encodes one frame (10 to 60 ms of samples) and returns the bytes written; 0 where nothing needs to be sent, as in silence. Throws
    /// <see cref="ArgumentException"/> where the payload does not fit into <paramref name="payload"/>, and for a length that the codec has no frames of.
    /// </summary>
    int Encode(ReadOnlySpan<short> samples, Span<byte> payload);
}

/// <summary>Turns payload into samples. Disposed of when the stream is over.</summary>
public interface IAudioDecoder : ICodecState
{
    /// <summary>
    /// Decodes one payload and returns the samples written, at most as many as <paramref name="samples"/> holds: what a hostile payload
    /// has more is dropped, or all of it where it cannot be cut. 0 also for a payload that is none of the codec's.
    /// </summary>
    int Decode(ReadOnlySpan<byte> payload, Span<short> samples);
}

/// <summary>Turns a stream's payloads into samples and fills in for those that got lost, so that it is not heard.</summary>
public interface IStreamDecoder : IAudioDecoder
{
    /// <summary>
    /// Fills in what is missing right behind what was decoded or filled in last, and returns the samples written: all of <paramref name="samples"/>,
    /// but for what does not fill 2.5 ms. <paramref name="next"/> is the packet behind the gap where it has come, else empty: with some codecs it holds a
    /// copy of what is missing. It is still to be decoded afterwards.
    /// </summary>
    int Conceal(ReadOnlySpan<byte> next, Span<short> samples);
}
