using System.Buffers.Binary;

namespace Softswitch.Media;

/// <summary>How samples stand in a WAV file.</summary>
public enum WavEncoding
{
    /// <summary>Unsigned, silence is 128.</summary>
    Pcm8,

    /// <summary>Signed, little-endian.</summary>
    Pcm16,

    /// <summary>G.711 A-law.</summary>
    ALaw,

    /// <summary>G.711 µ-law.</summary>
    MuLaw,
}

/// <summary>The <c>fmt </c> chunk of a WAV file, as far as it is played.</summary>
/// <param name="Encoding">How a sample stands there.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="SampleRate">8000 to 48 000.</param>
public readonly record struct WavFormat(WavEncoding Encoding, int Channels, int SampleRate)
{
    private const int LowestRate = 8000;
    private const int HighestRate = 48_000;
    private const int FixedLength = 16;
    private const int ExtensibleLength = 40;
    private const int SubFormatPlace = 24;

    private const int Pcm = 1;
    private const int ALaw = 6;
    private const int MuLaw = 7;
    private const int Extensible = 0xFFFE;

    /// <summary>Bytes of one sample of one channel.</summary>
    public int BytesPerSample => Encoding == WavEncoding.Pcm16 ? 2 : 1;

    /// <summary>Bytes of one sample of every channel.</summary>
    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Reads the chunk's content. Throws <see cref="AudioFileException"/> for what is not played.</summary>
    public static WavFormat Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < FixedLength) throw new AudioFileException($"its format takes {chunk.Length} bytes; expected {FixedLength} or more");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        // The format proper is the beginning of a GUID then.
        if (tag == Extensible && chunk.Length >= ExtensibleLength) tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[SubFormatPlace..]);

        if (channels is not (1 or 2)) throw new AudioFileException($"it has {channels} channels; expected 1 or 2");
        if (rate is < LowestRate or > HighestRate) throw new AudioFileException($"it has {rate} samples a second; expected {LowestRate} to {HighestRate}");
        return new WavFormat(EncodingOf(tag, bits), channels, (int)rate);
    }

    private static WavEncoding EncodingOf(int tag, int bits) => (tag, bits) switch
    {
        (Pcm, 8) => WavEncoding.Pcm8,
        (Pcm, 16) => WavEncoding.Pcm16,
        (ALaw, 8) => WavEncoding.ALaw,
        (MuLaw, 8) => WavEncoding.MuLaw,
        (Pcm or ALaw or MuLaw, _) => throw new AudioFileException($"its samples have {bits} bits; expected 8 or 16 for PCM, 8 for A-law and µ-law"),
        _ => throw new AudioFileException($"its encoding is number {tag}; expected PCM (1), A-law (6) or µ-law (7)"),
    };
}
