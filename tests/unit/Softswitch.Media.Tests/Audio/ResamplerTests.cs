namespace Softswitch.Media.Tests.Audio;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> Rates => new()
    {
        { 16_000, 8000 }, { 22_050, 8000 }, { 44_100, 8000 }, { 48_000, 8000 }, { 11_025, 8000 }, { 8000, 16_000 }, { 8000, 48_000 }, { 44_100, 16_000 }, { 47_999, 8000 },
    };

    public static TheoryData<int, int> StreamRates => new()
    {
        { 8000, 16_000 }, { 8000, 48_000 }, { 16_000, 48_000 }, { 16_000, 8000 }, { 48_000, 8000 }, { 48_000, 16_000 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tone_within_both_rates_stays_that_tone(int from, int to)
    {
        foreach (var frequency in new[] { 100.0, 440, 1000, 3400 })
        {
            var heard = Convert(WavBytes.Tone(from, frequency, 0.5), from, to);
            // Whole periods of every tone that is asked for: 100 ms of 10 Hz.
            var (amplitude, rest) = Sound.Tone(heard.AsSpan(heard.Length / 4, to / 10), frequency, to);

            Assert.InRange(amplitude, 9900, 10_100);
            // 60 dB below the tone; the steps of 16 bits alone are 86 dB below.
            Assert.InRange(rest, 0, 10);
        }
    }

    [Theory]
    [InlineData(48_000, 4100)]
    [InlineData(48_000, 7000)]
    [InlineData(48_000, 20_000)]
    [InlineData(44_100, 5000)]
    [InlineData(16_000, 7900)]
    public void What_the_lower_rate_cannot_hold_does_not_fold_back(int from, double frequency)
    {
        var heard = Convert(WavBytes.Tone(from, frequency, 0.5), from, 8000);

        Assert.InRange(Math.Sqrt(Middle(heard).Average(sample => (double)sample * sample)), 0, 10);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void It_takes_as_long_as_before_and_begins_when_it_began(int from, int to)
    {
        var sound = new short[from];
        Array.Fill(sound, (short)5000, from / 2, from / 2);

        var heard = Convert(sound, from, to);

        Assert.Equal(to, heard.Length, 1.0);
        // A step lies between two samples of the old rate.
        Assert.Equal(to / 2, Array.FindIndex(heard, sample => sample >= 2500), 1.0 + (to / 2.0 / from));
        Assert.All(heard.Skip((int)(to * 0.6)).Take((int)(to * 0.3)), sample => Assert.InRange(sample, (short)4998, (short)5002));
    }

    [Fact]
    public void The_size_of_the_pieces_makes_no_difference()
    {
        var sound = WavBytes.Tone(44_100, 440, 0.2);

        Assert.Equal(Convert(sound, 44_100, 8000, 5000), Convert(sound, 44_100, 8000, 7));
    }

    [Fact]
    public void The_loudest_sound_does_not_wrap()
    {
        var sound = new short[48_000];
        for (var i = 0; i < sound.Length; i++) sound[i] = i / 37 % 2 == 0 ? short.MaxValue : short.MinValue;

        var heard = Convert(sound, 48_000, 8000);

        // Where one half wave follows another the sign changes once, and not back and forth as by wrapping.
        Assert.InRange(heard.Zip(heard.Skip(1)).Count(pair => pair.First < 0 != pair.Second < 0), 1000, 1310);
    }

    [Theory]
    [InlineData(7999, 8000)]
    [InlineData(8000, 48_001)]
    public void Other_rates_are_refused(int from, int to) => Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(from, to));

    [Theory]
    [MemberData(nameof(StreamRates))]
    public void A_stream_is_as_long_as_before_frame_by_frame_and_60_dB_clean(int from, int to)
    {
        foreach (var frequency in new[] { 300.0, 1000, 3000, 3300 })
        {
            var heard = ConvertStream(WavBytes.Tone(from, frequency, 0.4), from, to);
            var (amplitude, rest) = Sound.Tone(heard.AsSpan(heard.Length / 2, to / 10), frequency, to);

            Assert.InRange(amplitude, 9900, 10_100);
            Assert.True(20 * Math.Log10(amplitude / Math.Sqrt(2) / rest) >= 60, $"{frequency} Hz: {rest:0.0} beside {amplitude:0}");
        }
    }

    [Theory]
    [InlineData(16_000, 8000, 4500)]
    [InlineData(16_000, 8000, 7000)]
    [InlineData(48_000, 8000, 4500)]
    [InlineData(48_000, 8000, 15_000)]
    [InlineData(48_000, 16_000, 9000)]
    [InlineData(48_000, 16_000, 23_000)]
    public void What_a_streams_lower_rate_cannot_hold_is_50_dB_down(int from, int to, double frequency)
    {
        var heard = ConvertStream(WavBytes.Tone(from, frequency, 0.4), from, to);

        Assert.InRange(20 * Math.Log10(Math.Max(1, Sound.Level(Middle(heard))) / (10_000 / Math.Sqrt(2))), -200, -50);
    }

    [Theory]
    [MemberData(nameof(StreamRates))]
    public void A_stream_comes_24_samples_of_the_lower_rate_later(int from, int to)
    {
        var sound = new short[from / 5];
        sound[from / 10] = 20_000;

        var heard = ConvertStream(sound, from, to);

        var peak = Array.IndexOf(heard, heard.Max());
        var resampler = Resampler.ForStream(from, to);
        Assert.Equal((double)((from / 10) + resampler.Delay) / from, (double)peak / to, 0.51 / Math.Min(from, to));
        Assert.Equal(24.0 / Math.Min(from, to), (double)resampler.Delay / from);
    }

    [Fact]
    public void Frames_of_a_stream_leave_no_garbage()
    {
        var (down, up) = (Resampler.ForStream(48_000, 8000), Resampler.ForStream(8000, 48_000));
        var (wide, narrow) = (WavBytes.Tone(48_000, 500, 0.02), new short[down.MostOutput(960)]);
        var back = new short[up.MostOutput(160)];

        Garbage.None(() => _ = up.Convert(narrow.AsSpan(0, down.Convert(wide, narrow)), back));
    }

    private static short[] ConvertStream(short[] sound, int from, int to)
    {
        var resampler = Resampler.ForStream(from, to);
        var frame = new short[resampler.MostOutput(from / 50)];
        var heard = new List<short>();
        for (var at = 0; at < sound.Length; at += from / 50)
        {
            Assert.Equal(to / 50, resampler.Convert(sound.AsSpan(at, from / 50), frame));
            heard.AddRange(frame.AsSpan(0, to / 50));
        }

        return [.. heard];
    }

    private static short[] Convert(short[] sound, int from, int to, int piece = 1000)
    {
        var resampler = new Resampler(from, to);
        var result = new List<short>();
        var output = new short[Math.Max(resampler.MostOutput(piece), resampler.MostFlushed)];
        for (var i = 0; i < sound.Length; i += piece)
        {
            var written = resampler.Convert(sound.AsSpan(i, Math.Min(piece, sound.Length - i)), output);
            result.AddRange(output[..written]);
        }

        result.AddRange(output[..resampler.Flush(output)]);
        return [.. result];
    }

    private static short[] Middle(short[] sound) => sound[(sound.Length / 4)..(sound.Length * 3 / 4)];
}
