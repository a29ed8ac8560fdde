using System.Buffers.Binary;

namespace Softswitch.Media.Tests.Audio;

/// <summary>Makes WAV files, good and bad ones.</summary>
internal static class WavBytes
{
    public static byte[] Pcm16(int rate, params short[][] channels) =>
        File(1, channels.Length, rate, 16, Interleave(channels, (sample, bytes) =>
        {
            bytes.Add((byte)sample);
            bytes.Add((byte)(sample >> 8));
        }));

    public static byte[] Pcm8(int rate, params short[][] channels) =>
        File(1, channels.Length, rate, 8, Interleave(channels, (sample, bytes) => bytes.Add((byte)((sample >> 8) + 128))));

    public static byte[] ALaw(int rate, params short[][] channels) =>
        File(6, channels.Length, rate, 8, Interleave(channels, (sample, bytes) => bytes.Add(G711.EncodeALaw(sample))));

    public static byte[] MuLaw(int rate, params short[][] channels) =>
        File(7, channels.Length, rate, 8, Interleave(channels, (sample, bytes) => bytes.Add(G711.EncodeMuLaw(sample))));

    public static short[] Tone(int rate, double frequency, double seconds, double amplitude = 10_000) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    public static byte[] File(int tag, int channels, int rate, int bits, byte[] sound, uint? length = null) =>
        [.. "RIFF"u8, .. UInt32((uint)(36 + sound.Length)), .. "WAVE"u8, .. Format(tag, channels, rate, bits), .. Chunk("data"u8, sound, length)];

    public static byte[] Format(int tag, int channels, int rate, int bits) => Chunk(
        "fmt "u8,
        [.. UInt16(tag), .. UInt16(channels), .. UInt32((uint)rate), .. UInt32((uint)(rate * channels * bits / 8)), .. UInt16(channels * bits / 8), .. UInt16(bits)]);

    public static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content, uint? length = null) =>
        [.. name, .. UInt32(length ?? (uint)content.Length), .. content, .. new byte[content.Length & 1]];

    private static byte[] UInt16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Interleave(short[][] channels, Action<short, List<byte>> write)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < channels[0].Length; i++)
        {
            foreach (var channel in channels) write(channel[i], bytes);
        }

        return [.. bytes];
    }
}
