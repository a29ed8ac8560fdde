using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Softswitch.Media;

/// <summary>Writes a WAV file that can be played at any time while it grows, and is whole up to the last piece where the process or the machine dies. Blocks on the disk.</summary>
internal sealed class WavFileWriter : IDisposable
{
    private const int HeaderLength = 44;
    private const int SampleBytes = 2;
    private const short Pcm = 1;

    private readonly SafeFileHandle _file;
    private readonly int _sampleRate;
    private readonly int _channels;
    private long _length;

    /// <summary>Begins an empty file, which is closed with this; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where it cannot be written, as all else does.</summary>
    public WavFileWriter(SafeFileHandle file, int sampleRate, int channels)
    {
        _sampleRate = sampleRate;
        _channels = channels;
        _file = file;
        try
        {
            WriteHeader();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds samples, those of all channels in turns, little-endian as they are in memory here.</summary>
    public void Write(ReadOnlySpan<short> samples)
    {
        var bytes = MemoryMarshal.AsBytes(samples);
        RandomAccess.Write(_file, bytes, HeaderLength + _length);
        _length += bytes.Length;
        // The header comes last: it never says more than is there.
        WriteHeader();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        // A player reads to the end of what is longer than the field can say.
        var length = (uint)Math.Min(_length, uint.MaxValue - HeaderLength);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], length + HeaderLength - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], (short)_channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], _sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], _sampleRate * _channels * SampleBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], (short)(_channels * SampleBytes));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], SampleBytes * 8);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], length);
        RandomAccess.Write(_file, header, 0);
    }
}
