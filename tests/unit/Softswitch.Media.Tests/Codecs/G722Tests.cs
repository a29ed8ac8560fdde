using System.Security.Cryptography;
using Softswitch.Media.Tests.Audio;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Codecs;

public sealed class G722Tests
{
    private const string Folder = "itu-g722";

    [TestDataFact(Folder)]
    public void The_ITUs_sound_gets_the_ITUs_codes_to_the_bit() =>
        Assert.Equal(Codes(), Encode(TestData.Words(Folder, "inpsp.bin")));

    [TestDataFact(Folder)]
    public void The_ITUs_codes_are_the_ITUs_sound_to_the_bit_in_every_mode()
    {
        var codes = Codes();
        for (var ignored = 0; ignored < 3; ignored++)
            Assert.Equal(TestData.Words(Folder, $"outsp{ignored + 1}.bin"), Decode(codes, new G722Decoder(ignored)));
    }

    /// <summary>What came out on the day that the ITU's sequences did to the bit: holds the codec where they are not at hand.</summary>
    [Fact]
    public void A_stored_sound_there_and_back_has_not_changed()
    {
        var codes = Encode(Hiss(16_000));

        Assert.StartsWith("00DD9BCEA09670BF4AB2AC67BC605BD1", Convert.ToHexString(SHA256.HashData(codes)));
        var sound = Decode(codes).SelectMany(BitConverter.GetBytes).ToArray();
        Assert.StartsWith("CEAC86F51A2C0C5B094562196FD1F015", Convert.ToHexString(SHA256.HashData(sound)));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3400)]
    [InlineData(6000)]
    public void A_tone_comes_back_above_its_noise(double frequency)
    {
        var tone = WavBytes.Tone(16_000, frequency, 1);

        var heard = Decode(Encode(tone));

        // The filters of both ends hold sound back by 22 samples together.
        var noise = Enumerable.Range(8000, 4000).Average(i => Math.Pow(heard[i + 22] - tone[i], 2));
        var signal = Enumerable.Range(8000, 4000).Average(i => Math.Pow(tone[i], 2));
        Assert.InRange(10 * Math.Log10(signal / noise), frequency < 4000 ? 30 : 10, 200);
    }

    [Fact]
    public void The_length_of_the_frames_makes_no_difference()
    {
        var sound = Hiss(9600);
        var codes = Encode(sound);

        Assert.Equal(codes, Encode(sound, 160));
        Assert.Equal(codes, Encode(sound, 960));
        Assert.Equal(Decode(codes), Decode(codes, new G722Decoder(), 80));
    }

    [Fact]
    public void What_does_not_fit_is_dropped_or_refused()
    {
        Assert.Equal(320, AudioCodec.G722.NewDecoder().Decode(new byte[400], new short[320]));
        Assert.Equal(320, AudioCodec.G722.NewDecoder().Decode(new byte[400], new short[321]));
        Assert.Equal(0, AudioCodec.G722.NewDecoder().Decode([], new short[320]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AudioCodec.G722.NewEncoder().Encode(new short[320], new byte[159]));
    }

    [Fact]
    public void It_is_spoken_in_packets_of_20_ms_and_no_others()
    {
        var format = VoiceFormat.Choose(new PayloadFormats([new(9, "G722", 8000), new(8, "PCMA", 8000)]), 30)!;

        Assert.Equal((AudioCodec.G722, 320), (format.Codec, format.SamplesPerPacket));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VoiceFormat(AudioCodec.G722, 9, 30));
    }

    /// <summary>One code a word. The same codes are in <c>codsp.cod</c> as bytes, with those of each two exchanged.</summary>
    private static byte[] Codes() => [.. TestData.Words(Folder, "codspw.cod").Select(word => (byte)word)];

    private static byte[] Encode(short[] sound, int frame = 320)
    {
        var encoder = AudioCodec.G722.NewEncoder();
        var codes = new byte[sound.Length / 2];
        for (var at = 0; at < sound.Length; at += frame)
            _ = encoder.Encode(sound.AsSpan(at, Math.Min(frame, sound.Length - at)), codes.AsSpan(at / 2));
        return codes;
    }

    private static short[] Decode(byte[] codes, IAudioDecoder? decoder = null, int frame = 160)
    {
        decoder ??= AudioCodec.G722.NewDecoder();
        var sound = new short[codes.Length * 2];
        for (var at = 0; at < codes.Length; at += frame)
            _ = decoder.Decode(codes.AsSpan(at, Math.Min(frame, codes.Length - at)), sound.AsSpan(at * 2));
        return sound;
    }

    /// <summary>Noise in bursts from silence to overload, made of whole numbers only: the same on every machine.</summary>
    private static short[] Hiss(int samples)
    {
        IRandomSource random = new SeededRandomSource(722);
        var sound = new short[samples];
        for (int i = 0, low = 0; i < samples; i++)
        {
            low += (random.Next(65_536) - 32_768 - low) >> (i / 800 % 4);
            sound[i] = (short)(low >> (i / 3200 % 5 * 3));
        }

        return sound;
    }
}
