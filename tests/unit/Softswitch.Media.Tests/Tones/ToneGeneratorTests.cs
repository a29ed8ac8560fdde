using Softswitch.Media.Tests.Audio;

namespace Softswitch.Media.Tests.Tones;

public sealed class ToneGeneratorTests
{
    private static readonly Tone Beep = new([new ToneSegment(TimeSpan.FromMilliseconds(100), [new(1000, -10)]), ToneSegment.Silence(TimeSpan.FromMilliseconds(50))], IsRepeated: false);

    [Theory]
    [InlineData(8000)]
    [InlineData(16_000)]
    [InlineData(48_000)]
    public void Each_frequency_has_its_level(int rate)
    {
        var tone = new Tone([new ToneSegment(TimeSpan.FromSeconds(1), [new(440, -13), new(480, -16)])], IsRepeated: true);
        var sound = new short[rate];
        Assert.Equal(rate, new ToneGenerator(tone, rate).Generate(sound));

        // +3.14 dBm0 fills the codes.
        Assert.Equal(-13, Level(Sound.Tone(sound, 440, rate).Amplitude), 0.05);
        Assert.Equal(-16, Level(Sound.Tone(sound, 480, rate).Amplitude), 0.05);
        Assert.InRange(Sound.Tone(sound, 620, rate).Amplitude, 0, 1);
    }

    [Fact]
    public void A_tone_has_its_cadence_and_an_end()
    {
        var generator = new ToneGenerator(Beep, 8000);
        var sound = new short[1600];

        Assert.Equal(1200, generator.Generate(sound));
        Assert.True(generator.IsOver);
        Assert.True(Sound.Level(sound.AsSpan(8, 784)) > 4000);
        Assert.All(sound[800..], sample => Assert.Equal(0, sample));
        Assert.Equal(0, generator.Generate(sound));
    }

    [Fact]
    public void A_repeated_tone_begins_again()
    {
        var generator = new ToneGenerator(Beep with { IsRepeated = true }, 8000);
        var sound = new short[3600];

        Assert.Equal(3600, generator.Generate(sound));
        Assert.False(generator.IsOver);
        Assert.Equal(sound[..1200], sound[1200..2400]);
    }

    [Fact]
    public void The_length_of_frames_makes_no_difference()
    {
        var (whole, pieces) = (new short[1200], new short[1200]);
        new ToneGenerator(Beep, 8000).Generate(whole);
        var generator = new ToneGenerator(Beep, 8000);
        for (var at = 0; at < pieces.Length; at += 80) generator.Generate(pieces.AsSpan(at, 80));

        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Nothing_clicks()
    {
        var sound = new short[1600];
        new ToneGenerator(Beep, 8000).Generate(sound);

        // From sample to sample a tone of this frequency changes so much at its zero.
        var steepest = 2 * Math.PI * 1000 / 8000 * sound.Max();
        Assert.InRange(sound.Zip(sound.Skip(1)).Max(pair => Math.Abs(pair.First - pair.Second)), 0, steepest * 1.1);
        Assert.InRange(Math.Abs((int)sound[799]), 0, sound.Max() / 4);
    }

    [Fact]
    public void A_steady_tone_has_no_seams()
    {
        var tone = new Tone([new ToneSegment(TimeSpan.FromMilliseconds(137), [new(425, -10)])], IsRepeated: true);
        var sound = new short[80_000];
        new ToneGenerator(tone, 8000).Generate(sound);

        Assert.InRange(Sound.Tone(sound, 425, 8000).Other, 0, 1);
    }

    [Theory]
    [InlineData("5", 770, 1336)]
    [InlineData("d", 941, 1633)]
    [InlineData("*", 941, 1209)]
    public void A_key_is_its_two_frequencies(string key, double low, double high)
    {
        var sound = new short[8000];
        new ToneGenerator(DtmfTones.Of(key, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(40)), 8000).Generate(sound);

        Assert.Equal(-11, Level(Sound.Tone(sound, low, 8000).Amplitude), 0.1);
        Assert.Equal(-9, Level(Sound.Tone(sound, high, 8000).Amplitude), 0.1);
    }

    [Fact]
    public void What_is_no_key_and_no_tone_is_refused()
    {
        var times = TimeSpan.FromMilliseconds(40);
        Assert.Throws<ArgumentException>(() => DtmfTones.Of("1x", times, times));
        Assert.Throws<ArgumentException>(() => DtmfTones.Of("", times, times));
        Assert.Throws<ArgumentOutOfRangeException>(() => DtmfTones.Of("1", TimeSpan.FromMilliseconds(39), times));
        Assert.Throws<ArgumentException>(() => new ToneGenerator(new Tone([], true), 8000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ToneGenerator(new Tone([ToneSegment.Silence(TimeSpan.Zero)], true), 8000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ToneGenerator(Beep, 7999));
        Assert.Throws<ArgumentException>(() => new ToneGenerator(new Tone([new ToneSegment(times, [.. new ToneFrequency[5]])], true), 8000));
    }

    [Fact]
    public void Frames_leave_no_garbage()
    {
        var generator = new ToneGenerator(Beep with { IsRepeated = true }, 8000);
        var frame = new short[160];

        Garbage.None(() => generator.Generate(frame));
    }

    private static double Level(double amplitude) => (20 * Math.Log10(amplitude / short.MaxValue)) + 3.14;
}
