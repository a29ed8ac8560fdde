namespace Softswitch.Media.Tests.Audio;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> Rates => new()
    {
        { 16_000, 8000 }, { 22_050, 8000 }, { 44_100, 8000 }, { 48_000, 8000 }, { 11_025, 8000 }, { 8000, 16_000 }, { 8000, 48_000 }, { 44_100, 16_000 }, { 47_999, 8000 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tone_within_both_rates_stays_that_tone(int from, int to)
    {
        foreach (var frequency in new[] { 100.0, 440, 1000, 3400 })
        {
            var heard = Convert(WavBytes.Tone(from, frequency, 0.5), from, to);
            var (amplitude, rest) = Measure(heard, frequency, to);

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

    /// <summary>Amplitude of a tone in the middle of a sound, and the effective value of everything else there.</summary>
    private static (double Amplitude, double Other) Measure(short[] sound, double frequency, int rate)
    {
        // Whole periods of every tone that is asked for: 100 ms of 10 Hz.
        var middle = sound.Skip(sound.Length / 4).Take(rate / 10).ToArray();
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < middle.Length; i++)
        {
            real += middle[i] * Math.Cos(2 * Math.PI * frequency * i / rate);
            imaginary += middle[i] * Math.Sin(2 * Math.PI * frequency * i / rate);
        }

        (real, imaginary) = (real * 2 / middle.Length, imaginary * 2 / middle.Length);
        var rest = middle.Select((sample, i) => sample - (real * Math.Cos(2 * Math.PI * frequency * i / rate)) - (imaginary * Math.Sin(2 * Math.PI * frequency * i / rate)));
        return (Math.Sqrt((real * real) + (imaginary * imaginary)), Math.Sqrt(rest.Average(value => value * value)));
    }

    private static short[] Middle(short[] sound) => sound[(sound.Length / 4)..(sound.Length * 3 / 4)];
}
