using System.Buffers.Binary;

namespace Softswitch.Media;

/// <summary>
/// Reads the sound of a WAV file (RIFF) as 16-bit samples, two channels mixed into one. It trusts nothing that the file says of
/// its own length: sound ends where the file ends, or where its data chunk says, whichever comes first.
/// </summary>
public sealed class WavReader
{
    private const int RiffLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int LongestFormat = 1024;
    // Before the sound come a few chunks of names and the like; more is no recording.
    private const int MostChunks = 64;
    private const int BufferLength = 32 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferLength];
    private long _left;

    /// <summary>
    /// Reads up to where the sound begins. The stream is the caller's, and is read forward only. Throws <see cref="AudioFileException"/>
    /// where it is no WAV file, or one that is not played.
    /// </summary>
    public WavReader(Stream stream)
    {
        _stream = stream;
        var head = Fill(RiffLength);
        if (head.IsEmpty) throw new AudioFileException("it is empty");
        if (head.Length < RiffLength || !head[..4].SequenceEqual("RIFF"u8) || !head[8..].SequenceEqual("WAVE"u8))
            throw new AudioFileException("it does not begin as a WAV file");
        Format = FindSound();
    }

    /// <summary>How the sound stands in the file.</summary>
    public WavFormat Format { get; }

    /// <summary>Reads samples of one channel and returns how many; 0 at the end, and only there (<paramref name="samples"/> is not empty).</summary>
    public int Read(Span<short> samples)
    {
        var frame = Format.BytesPerFrame;
        var wanted = Math.Min(samples.Length, BufferLength / frame) * frame;
        var bytes = Fill((int)Math.Min(wanted, _left));
        _left -= bytes.Length;
        var count = bytes.Length / frame;
        // Half a frame at the end of a truncated file is nothing that can be played.
        if (count == 0) _left = 0;
        for (var i = 0; i < count; i++) samples[i] = Sample(bytes[(i * frame)..]);
        return count;
    }

    private short Sample(ReadOnlySpan<byte> frame) =>
        Format.Channels == 1 ? One(frame) : (short)((One(frame) + One(frame[Format.BytesPerSample..])) / 2);

    private short One(ReadOnlySpan<byte> sample) => Format.Encoding switch
    {
        WavEncoding.Pcm8 => (short)((sample[0] - 128) << 8),
        WavEncoding.ALaw => G711.DecodeALaw(sample[0]),
        WavEncoding.MuLaw => G711.DecodeMuLaw(sample[0]),
        _ => BinaryPrimitives.ReadInt16LittleEndian(sample),
    };

    private WavFormat FindSound()
    {
        WavFormat? format = null;
        for (var chunks = 0; chunks < MostChunks; chunks++)
        {
            var header = Fill(ChunkHeaderLength);
            if (header.Length < ChunkHeaderLength) throw new AudioFileException(format is null ? "it ends before its format" : "it ends before its sound");
            var isFormat = header[..4].SequenceEqual("fmt "u8);
            var isSound = header[..4].SequenceEqual("data"u8);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (isSound)
            {
                // Programs that write to a pipe do not know the length, and write 0 or the most there is.
                _left = length is 0 or uint.MaxValue ? long.MaxValue : length;
                return format ?? throw new AudioFileException("its sound comes before its format");
            }

            if (isFormat && length > LongestFormat) throw new AudioFileException($"its format takes {length} bytes; expected {LongestFormat} at most");
            if (isFormat) format = WavFormat.Read(Fill((int)length));
            else Skip(length);
            // Chunks begin at even places.
            Skip(length & 1);
        }

        throw new AudioFileException($"it has more than {MostChunks} chunks before its sound");
    }

    private void Skip(long length)
    {
        while (length > 0)
        {
            var skipped = Fill((int)Math.Min(length, BufferLength)).Length;
            if (skipped == 0) return;
            length -= skipped;
        }
    }

    /// <summary>Reads <paramref name="length"/> bytes, less only at the end; they are valid until the next call.</summary>
    private Span<byte> Fill(int length)
    {
        var read = _stream.ReadAtLeast(_buffer.AsSpan(0, length), length, throwOnEndOfStream: false);
        return _buffer.AsSpan(0, read);
    }
}
