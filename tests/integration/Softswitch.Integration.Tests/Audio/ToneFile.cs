using System.Buffers.Binary;

namespace Softswitch.Integration.Tests.Audio;

/// <summary>Writes what a phone says: one steady tone, 8 kHz, 16 bit, mono.</summary>
internal static class ToneFile
{
    public const int SampleRate = 8000;
    private const int HeaderBytes = 44;

    /// <param name="path">The file to write.</param>
    /// <param name="hertz">The tone, above 0 and below half the sample rate.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="amplitude">Peak, of 32767.</param>
    public static void Write(string path, int hertz, int seconds = 120, short amplitude = 12_000)
    {
        var samples = seconds * SampleRate;
        var file = new byte[HeaderBytes + (2 * samples)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), 2 * SampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), 2 * samples);
        for (var i = 0; i < samples; i++)
        {
            var sample = (short)(amplitude * Math.Sin(2 * Math.PI * hertz * i / SampleRate));
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (2 * i)), sample);
        }

        File.WriteAllBytes(path, file);
    }

    /// <summary>
    /// The samples of a recording that may still be written to: what follows the header, whatever length the header says. Of a wider one, or one in stereo, as many as make 8 kHz.
    /// </summary>
    public static short[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        if (bytes.Length <= HeaderBytes) return [];
        var step = 2 * BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(22)) * (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24)) / SampleRate);
        var samples = new short[(bytes.Length - HeaderBytes) / step];
        for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(HeaderBytes + (step * i)));
        return samples;
    }
}
