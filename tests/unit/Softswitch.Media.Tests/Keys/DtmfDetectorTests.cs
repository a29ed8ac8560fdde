using Softswitch.Media.Tests.Audio;
using Softswitch.Net;
using Xunit.Abstractions;

namespace Softswitch.Media.Tests.Keys;

public sealed class DtmfDetectorTests(ITestOutputHelper output)
{
    private const string AllKeys = "0123456789*#ABCD";
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40);

    [Theory]
    // Noise, dB below each key's level; how much quieter than usual the keys are, dB.
    [InlineData(20, 0)]
    [InlineData(20, 15)]
    [InlineData(15, 6)]
    public void A_thousand_short_keys_with_noise_are_a_thousand_keys(double noise, double quieter)
    {
        IRandomSource random = new SeededRandomSource(16);
        var keys = string.Concat(Enumerable.Range(0, 1000).Select(i => AllKeys[i % 16]));
        var sound = Sound(keys, Shortest, Shortest);
        var level = Audio.Sound.Level(sound.AsSpan(0, 300));
        for (var i = 0; i < sound.Length; i++)
        {
            // The sum of some uniform numbers is near enough to Gaussian noise of deviation 1.
            var gauss = Enumerable.Range(0, 6).Sum(_ => (random.Next(10_000) / 10_000.0) - 0.5) * Math.Sqrt(2);
            var sample = (sound[i] + (gauss * level * Math.Pow(10, -noise / 20))) * Math.Pow(10, -quieter / 20);
            sound[i] = G711.DecodeMuLaw(G711.EncodeMuLaw((short)Math.Clamp(sample, short.MinValue, short.MaxValue)));
        }

        Assert.Equal(keys, Hear(sound).Pressed);
    }

    [Fact]
    public void No_key_is_heard_in_half_an_hour_of_speech_and_music()
    {
        var heard = new HeardKeys();
        using var detector = new DtmfDetector(heard);
        // Faster and slower ones have other pitches; an offset shifts what is judged together.
        (int From, int To)[] speeds = [(8000, 8000), (8600, 8000), (8000, 8600), (9200, 8000), (8000, 9200)];
        var (seconds, number) = (0.0, 0);
        foreach (var recording in Recordings.All())
        {
            var (from, to) = speeds[number % speeds.Length];
            var resampler = new Resampler(from, to);
            var sound = new short[resampler.MostOutput(recording.Length)];
            var length = resampler.Convert(recording, sound);
            for (var at = number % 97; at + 160 <= length; at += 160) detector.Listen(sound.AsSpan(at, 160));
            seconds += length / 8000.0;
            number++;
        }

        output.WriteLine($"{seconds / 60:0.0} minutes");
        Assert.InRange(seconds, 30 * 60, 3 * 3600);
        Assert.Equal("", heard.Pressed);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(800)]
    public void A_key_is_told_of_when_it_begins_and_again_with_its_duration_when_it_ends(int milliseconds)
    {
        var keys = new HeardKeys();
        using var detector = new DtmfDetector(keys);
        var sound = Sound("5", TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(200));
        var begun = -1;
        for (var at = 0; at + 160 <= sound.Length; at += 160)
        {
            detector.Listen(sound.AsSpan(at, 160));
            if (begun < 0 && detector.Key == '5') begun = at / 8;
        }

        Assert.InRange(begun, 0, 40);
        Assert.Equal("5", keys.Pressed);
        Assert.Equal(milliseconds, Assert.Single(keys.Released).Duration.TotalMilliseconds, 16.0);
        Assert.Equal('\0', detector.Key);
    }

    [Fact]
    public void A_key_that_is_held_when_the_stream_ends_ends_with_it()
    {
        var keys = new HeardKeys();
        var detector = new DtmfDetector(keys);
        detector.Listen(Sound("#", TimeSpan.FromSeconds(1), Shortest).AsSpan(0, 4000));
        Assert.Empty(keys.Released);

        detector.Dispose();

        Assert.Equal(500, Assert.Single(keys.Released).Duration.TotalMilliseconds, 30.0);
    }

    [Fact]
    public void The_length_of_frames_makes_no_difference()
    {
        var sound = Sound("159D*0#", Shortest, Shortest);

        Assert.Equal("159D*0#", Hear(sound, 80).Pressed);
        Assert.Equal("159D*0#", Hear(sound, 480).Pressed);
        Assert.Equal("159D*0#", Hear(sound, 37).Pressed);
    }

    [Fact]
    public void Keys_shorter_than_twenty_milliseconds_are_none()
    {
        var sound = Sound("5", Shortest, Shortest)[..160];

        Assert.Equal("", Hear([.. sound, .. new short[1600]]).Pressed);
    }

    [Fact]
    public void Frames_leave_no_garbage()
    {
        using var detector = new DtmfDetector(new HeardKeys());
        var frame = Speech.Make(8000, 0.02);

        Garbage.None(() => detector.Listen(frame));
    }

    private static HeardKeys Hear(short[] sound, int frame = 160)
    {
        var keys = new HeardKeys();
        using var detector = new DtmfDetector(keys);
        for (var at = 0; at < sound.Length; at += frame) detector.Listen(sound.AsSpan(at, Math.Min(frame, sound.Length - at)));
        return keys;
    }

    private static short[] Sound(string keys, TimeSpan held, TimeSpan apart)
    {
        var sound = new short[(int)((held + apart).TotalSeconds * 8000 * keys.Length)];
        Assert.Equal(sound.Length, new ToneGenerator(DtmfTones.Of(keys, held, apart), 8000).Generate(sound));
        return sound;
    }
}
