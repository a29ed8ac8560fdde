using Softswitch.Net;

namespace Softswitch.Media.Tests.Audio;

public sealed class AudioFileTests
{
    [Theory]
    [InlineData(8000)]
    [InlineData(16_000)]
    [InlineData(44_100)]
    public void A_file_of_any_rate_is_a_sound_of_the_same_length(int rate)
    {
        var sound = Load(WavBytes.Pcm16(rate, WavBytes.Tone(rate, 440, 1.5)), AudioCodec.Pcma);

        Assert.Equal(AudioCodec.Pcma, sound.Codec);
        Assert.Equal(12_000, sound.Samples, 1.0);
        Assert.Equal(1.5, sound.Duration.TotalSeconds, 0.01);
        Assert.Equal(sound.Samples, sound.Bytes);
    }

    [Fact]
    public void A_law_file_for_its_own_law_is_not_touched()
    {
        var samples = WavBytes.Tone(8000, 440, 0.5);

        var sound = Load(WavBytes.ALaw(8000, samples), AudioCodec.Pcma);

        Assert.Equal(samples.Select(G711.EncodeALaw), sound.Coded(0, sound.Samples).ToArray());
    }

    [Fact]
    public void A_sound_that_is_too_long_is_refused_before_it_fills_the_memory()
    {
        var endless = new EndlessStream(WavBytes.File(1, 2, 48_000, 16, [], uint.MaxValue));

        var error = Assert.Throws<AudioFileException>(() => AudioFile.Load(endless, AudioCodec.Pcmu, new AudioFileLimits(1, TimeSpan.FromSeconds(10))));

        Assert.Equal("it is longer than 10 s", error.Message);
        Assert.InRange(endless.Taken, 0, 48_000 * 4 * 11);
    }

    [Fact]
    public void A_file_that_is_too_big_is_refused_unread()
    {
        using var folder = new TestFolder();
        var path = folder.Write("big.wav", new byte[1001]);

        var error = Assert.Throws<AudioFileException>(() => AudioFile.Load(path, AudioCodec.Pcmu, new AudioFileLimits(1000, TimeSpan.FromSeconds(10))));

        Assert.Equal("it has 1001 bytes; expected 1000 at most", error.Message);
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        using var folder = new TestFolder();
        Assert.Throws<FileNotFoundException>(() => Load(Path.Combine(folder.Path, "none.wav")));
        Assert.Throws<AudioFileException>(() => Load(folder.Write("empty.wav", [])));
        Assert.ThrowsAny<Exception>(() => Load(folder.Path));
        Assert.Throws<AudioFileException>(() => Load("/dev/zero"));
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_played_or_refused()
    {
        IRandomSource random = new SeededRandomSource(4);
        byte[][] good =
        [
            WavBytes.Pcm16(8000, WavBytes.Tone(8000, 440, 0.05)),
            WavBytes.Pcm8(11_025, WavBytes.Tone(11_025, 440, 0.05), WavBytes.Tone(11_025, 330, 0.05)),
            WavBytes.MuLaw(48_000, WavBytes.Tone(48_000, 440, 0.02)),
        ];
        var refused = 0;
        const int rounds = 1500;
        for (var i = 0; i < rounds; i++)
        {
            var file = good[random.Next(good.Length)].ToArray();
            // Mostly in the headers, where it hurts.
            for (var changes = 1 + random.Next(4); changes > 0; changes--)
                file[random.Next(random.Next(4) == 0 ? file.Length : 48)] = (byte)random.Next(256);
            try
            {
                var sound = Load(file[..random.Next(file.Length + 1)], random.Next(2) == 0 ? AudioCodec.Pcmu : AudioCodec.Find("L16", 16_000)!);
                Assert.InRange(sound.Samples, 0, file.Length * 6);
            }
            catch (AudioFileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, rounds / 10, rounds - (rounds / 20));
    }

    private static EncodedAudio Load(byte[] file, AudioCodec codec) => AudioFile.Load(new MemoryStream(file), codec, AudioFileLimits.Default);

    private static EncodedAudio Load(string path) => AudioFile.Load(path, AudioCodec.Pcmu, AudioFileLimits.Default);

    /// <summary>A beginning, and silence without end behind it.</summary>
    private sealed class EndlessStream(byte[] beginning) : MemoryStream
    {
        public long Taken { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var left = (int)Math.Max(0, beginning.Length - Taken);
            var count = left > 0 ? Math.Min(left, buffer.Length) : buffer.Length;
            if (left > 0) beginning.AsSpan((int)Taken, count).CopyTo(buffer);
            else buffer.Clear();
            Taken += count;
            return count;
        }
    }
}
