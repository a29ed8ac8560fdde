using Softswitch.Media.Tests.Audio;

namespace Softswitch.Media.Tests.Codecs;

public sealed class ComfortNoiseTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(70)]
    public void Noise_is_as_loud_as_the_packet_says(int level)
    {
        var noise = new ComfortNoise(1);
        Assert.True(noise.Read([(byte)level]));

        Assert.Equal(level, noise.Level);
        Assert.Equal(-level, Decibels(Later(noise)), 0.5);
    }

    [Fact]
    public void Its_colour_is_the_packets_and_makes_it_no_louder()
    {
        var (dull, sharp) = (new ComfortNoise(1), new ComfortNoise(1));
        // The first reflection coefficient of dull sounds is negative.
        dull.Read([40, 127 - 100, 127 + 30]);
        sharp.Read([40, 127 + 100]);

        var (low, high) = (Later(dull), Later(sharp));

        Assert.Equal(-40, Decibels(low), 0.7);
        Assert.Equal(-40, Decibels(high), 0.7);
        Assert.True(Changes(low) < 0.6 * Changes(Later(White())));
        Assert.True(Changes(high) > 1.2 * Changes(Later(White())));
    }

    [Fact]
    public void Nothing_is_heard_before_the_first_packet_or_of_an_empty_one()
    {
        var noise = new ComfortNoise(1);

        Assert.False(noise.Read([]));
        Assert.Equal(ComfortNoise.Quietest, noise.Level);
        Assert.All(Later(noise), sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void The_level_changes_without_a_jump()
    {
        var noise = new ComfortNoise(1);
        noise.Read([30]);
        var sound = new short[400];
        noise.Generate(sound);

        Assert.True(Sound.Level(sound.AsSpan(0, 8)) < 0.3 * Sound.Level(sound.AsSpan(200)));
    }

    [Fact]
    public void Hostile_packets_make_noise_at_most()
    {
        for (var length = 0; length < 40; length++)
        {
            for (var value = 0; value < 256; value += 15)
            {
                var noise = new ComfortNoise(1);
                var payload = Enumerable.Repeat((byte)value, length).ToArray();
                if (length > 0) payload[0] = 50;
                noise.Read(payload);
                Assert.InRange(Sound.Level(Later(noise)), 0, 1000);
            }
        }
    }

    [Fact]
    public void It_leaves_no_garbage()
    {
        var noise = new ComfortNoise(1);
        var (frame, payload) = (new short[160], new byte[] { 50, 100, 120 });

        Garbage.None(() =>
        {
            noise.Read(payload);
            noise.Generate(frame);
        });
    }

    private static ComfortNoise White()
    {
        var noise = new ComfortNoise(1);
        noise.Read([40]);
        return noise;
    }

    /// <summary>A second of it, when it has reached its level.</summary>
    private static short[] Later(ComfortNoise noise)
    {
        var sound = new short[9000];
        noise.Generate(sound);
        return sound[1000..];
    }

    private static double Decibels(short[] sound) => 20 * Math.Log10(Math.Sqrt(Math.Pow(Sound.Level(sound), 2) - (1 / 12.0)) / 32_768);

    private static double Changes(short[] sound) => sound.Zip(sound.Skip(1)).Average(pair => Math.Abs(pair.First - pair.Second));
}
