using System.Runtime.InteropServices;
using Softswitch.Media.Tests.Audio;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Codecs;

public sealed partial class OpusTests
{
    private const int Rate = 48_000;
    private const int Frame = 960;

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    public void A_tone_comes_through_in_frames_of_every_length(int milliseconds)
    {
        using var decoder = AudioCodec.Opus.NewDecoder();
        var heard = new List<short>();
        foreach (var packet in Encode(AudioCodec.Opus, WavBytes.Tone(Rate, 1000, 1.2), Rate * milliseconds / 1000))
        {
            var samples = new short[Rate * milliseconds / 1000];
            Assert.Equal(samples.Length, AudioCodec.Opus.SamplesIn(packet));
            Assert.Equal(samples.Length, decoder.Decode(packet, samples));
            heard.AddRange(samples);
        }

        var (amplitude, other) = Sound.Tone(CollectionsMarshal.AsSpan(heard)[(Rate / 2)..Rate], 1000, Rate);
        Assert.InRange(amplitude, 9000, 11_000);
        Assert.InRange(other, 0, 700);
    }

    [Fact]
    public void A_frame_of_another_length_is_refused()
    {
        using var encoder = AudioCodec.Opus.NewEncoder();
        Assert.Throws<ArgumentException>(() => encoder.Encode(new short[1440], new byte[1400]));
        Assert.Throws<ArgumentException>(() => encoder.Encode([], new byte[1400]));
    }

    [Fact]
    public void Two_channels_are_mixed_into_one()
    {
        using var stereo = OpusLibrary.NewEncoder(Rate, channels: 2, OpusLibrary.Voip, out _);
        using var decoder = AudioCodec.Opus.NewDecoder();
        var tone = WavBytes.Tone(Rate, 500, 1);
        var (sound, payload, heard) = (new short[Frame * 2], new byte[1400], new short[Frame]);
        for (var at = 0; at < tone.Length; at += Frame)
        {
            for (var i = 0; i < Frame; i++) sound[i * 2] = tone[at + i];
            var length = Encode(stereo, sound, payload);
            Assert.Equal(Frame, decoder.Decode(payload.AsSpan(0, length), heard));
        }

        Assert.InRange(Sound.Tone(heard, 500, Rate).Amplitude, 4000, 6000);
    }

    [Fact]
    public void What_got_lost_is_in_the_next_packet_where_the_end_asks_for_it()
    {
        var copied = LostFrames(AudioCodec.Find("opus", Rate, "maxaveragebitrate=20000;useinbandfec=1")!, useNext: true);
        var guessed = LostFrames(AudioCodec.Find("opus", Rate, "maxaveragebitrate=20000;useinbandfec=1")!, useNext: false);

        Assert.True(copied > guessed + 1, $"{copied:0.0} dB with the copy, {guessed:0.0} dB without");
    }

    [Fact]
    public void Silence_is_not_sent_where_the_end_asks_for_that()
    {
        var quiet = new short[Rate * 3];

        Assert.DoesNotContain(Encode(AudioCodec.Opus, quiet, Frame), packet => packet.Length == 0);
        // After a while one packet in 20 is an update.
        Assert.InRange(Encode(AudioCodec.Find("opus", Rate, "usedtx=1")!, quiet, Frame).Count(packet => packet.Length > 0), 5, 40);
    }

    [Theory]
    [InlineData("", 32_000)]
    [InlineData("maxaveragebitrate=12000", 12_000)]
    [InlineData("maxaveragebitrate=12000;cbr=1", 12_000)]
    [InlineData("maxaveragebitrate=500000", 32_000)]
    public void The_bits_are_those_that_the_end_takes(string fmtp, int most)
    {
        var bytes = Encode(AudioCodec.Find("opus", Rate, fmtp)!, Speech.Make(Rate, 4), Frame).Sum(packet => packet.Length);

        Assert.InRange(bytes * 8 / 4, most * 0.7, most * 1.1);
    }

    [Fact]
    public void What_the_end_does_not_play_is_not_sent()
    {
        var packets = Encode(AudioCodec.Find("opus", Rate, "maxplaybackrate=8000")!, Speech.Make(Rate, 1), Frame);

        // Configurations 0 to 3 and 16 to 19 are narrow band (RFC 6716 §3.1).
        Assert.All(packets, packet => Assert.True(packet[0] >> 3 is < 4 or >= 16 and < 20));
    }

    [Theory]
    [InlineData("minptime=10; useinbandfec=1; usedtx=1", 32_000, true, true)]
    [InlineData("maxaveragebitrate=5999;useinbandfec=2;usedtx", 32_000, false, false)]
    [InlineData("maxaveragebitrate=99999999999999;;=;useinbandfec=;x=1", 32_000, false, false)]
    [InlineData("stereo=1;sprop-stereo=1;maxaveragebitrate= 6000 ", 6000, false, false)]
    public void What_makes_no_sense_in_the_parameters_does_not_count(string fmtp, int bitrate, bool fec, bool dtx) =>
        Assert.Equal(new OpusParameters { Bitrate = bitrate, InbandFec = fec, Dtx = dtx }, OpusParameters.Parse(fmtp));

    [Fact]
    public void The_length_of_a_packet_is_told_as_the_library_tells_it()
    {
        for (var toc = 0; toc < 256; toc++)
        {
            for (var count = 0; count < 256; count++)
            {
                byte[] packet = [(byte)toc, (byte)count, 0, 0];
                Assert.Equal(Math.Max(0, SamplesOf(packet, packet.Length, Rate)), AudioCodec.Opus.SamplesIn(packet));
            }

            Assert.Equal(Math.Max(0, SamplesOf([(byte)toc], 1, Rate)), AudioCodec.Opus.SamplesIn([(byte)toc]));
        }

        Assert.Equal(0, AudioCodec.Opus.SamplesIn([]));
    }

    [Fact]
    public void Damaged_packets_do_no_damage()
    {
        IRandomSource random = new SeededRandomSource(1);
        var good = Encode(AudioCodec.Find("opus", Rate, "useinbandfec=1")!, Speech.Make(Rate, 1), Frame);
        using var decoder = AudioCodec.Opus.NewStreamDecoder();
        var heard = new short[OpusCodec.MostSamples];
        for (var round = 0; round < 4000; round++)
        {
            var packet = good[random.Next(good.Count)][..];
            if (round % 4 == 0) packet = new byte[random.Next(1500)];
            if (round % 4 == 0) random.Fill(packet);
            if (round % 4 == 1) packet = packet[..random.Next(packet.Length)];
            for (var flips = round % 4 == 2 ? 1 + random.Next(20) : 0; flips > 0; flips--) packet[random.Next(packet.Length)] ^= (byte)(1 << random.Next(8));

            var room = random.Next(heard.Length + 1);
            if (random.Next(2) == 0) Assert.InRange(decoder.Decode(packet, heard.AsSpan(0, room)), 0, room);
            else Assert.InRange(decoder.Conceal(packet, heard.AsSpan(0, room)), 0, room);
        }

        // A stream that has seen all this still is one.
        foreach (var packet in good) Assert.Equal(Frame, decoder.Decode(packet, heard));
    }

    [Fact]
    public void A_library_that_is_missing_is_told_with_its_package()
    {
        var library = new DebianLibrary("libnobody.so.9", "libnobody9");

        Assert.False(library.IsInstalled);
        var exception = Assert.Throws<MissingLibraryException>(library.Require);
        Assert.Equal("libnobody.so.9 is not installed: apt install libnobody9, and restart the switch.", exception.Message);
        Assert.True(AudioCodec.Opus.IsAvailable);
    }

    /// <summary>Every tenth frame is lost: how near is what is heard then to what would have been, dB?</summary>
    private static double LostFrames(AudioCodec codec, bool useNext)
    {
        var packets = Encode(codec, Speech.Make(Rate, 6), Frame);
        using var whole = codec.NewDecoder();
        using var lossy = codec.NewStreamDecoder();
        var (expected, heard) = (new List<short>(), new List<short>());
        for (var i = 0; i < packets.Count - 1; i++)
        {
            var (one, other) = (new short[Frame], new short[Frame]);
            _ = whole.Decode(packets[i], one);
            var isLost = i % 10 == 9;
            if (isLost) Assert.Equal(Frame, lossy.Conceal(useNext ? packets[i + 1] : [], other));
            else _ = lossy.Decode(packets[i], other);
            if (!isLost) continue;
            expected.AddRange(one);
            heard.AddRange(other);
        }

        return Sound.Snr(CollectionsMarshal.AsSpan(expected), CollectionsMarshal.AsSpan(heard));
    }

    private static List<byte[]> Encode(AudioCodec codec, short[] sound, int frame)
    {
        using var encoder = codec.NewEncoder();
        var payload = new byte[1400];
        var packets = new List<byte[]>();
        for (var at = 0; at + frame <= sound.Length; at += frame)
            packets.Add(payload[..encoder.Encode(sound.AsSpan(at, frame), payload)]);
        return packets;
    }

    private static unsafe int Encode(OpusLibrary.EncoderHandle state, short[] sound, byte[] payload)
    {
        fixed (short* from = sound)
        fixed (byte* to = payload) return OpusLibrary.Encode(state, from, sound.Length / 2, to, payload.Length);
    }

    [LibraryImport("libopus.so.0", EntryPoint = "opus_packet_get_nb_samples")]
    private static partial int SamplesOf(byte[] packet, int length, int rate);
}
