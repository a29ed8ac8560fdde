using Softswitch.Net;

namespace Softswitch.Media.Tests.Codecs;

public sealed class AudioCodecTests
{
    [Theory]
    [InlineData("PCMU", 8000)]
    [InlineData("pcma", 8000)]
    [InlineData("g722", 8000)]
    [InlineData("L16", 8000)]
    [InlineData("l16", 44_100)]
    [InlineData("OPUS", 48_000)]
    public void A_codec_is_found_by_its_name_and_clock_rate(string name, int clockRate)
    {
        var codec = AudioCodec.Find(name, clockRate)!;

        Assert.Equal(name, codec.Name, ignoreCase: true);
        Assert.Equal(clockRate, codec.ClockRate);
        Assert.Same(codec, AudioCodec.Find(name, clockRate));
    }

    [Theory]
    [InlineData("PCMU", 16_000)]
    [InlineData("G729", 8000)]
    [InlineData("L16", 4000)]
    [InlineData("L16", 8001)]
    [InlineData("", 8000)]
    public void What_we_cannot_speak_is_not_found(string name, int clockRate) => Assert.Null(AudioCodec.Find(name, clockRate));

    [Theory]
    [InlineData("PCMU", 8000, 0.03)]
    [InlineData("PCMA", 8000, 0.03)]
    [InlineData("L16", 16_000, 0)]
    public void Sound_comes_through_but_for_the_codecs_own_steps(string name, int clockRate, double worst)
    {
        var codec = AudioCodec.Find(name, clockRate)!;
        var samples = Enumerable.Range(0, clockRate / 50).Select(i => (short)(12_000 * Math.Sin(i * 0.3))).ToArray();
        var payload = new byte[samples.Length * 2];
        var back = new short[samples.Length];

        var length = codec.NewEncoder().Encode(samples, payload);
        var count = codec.NewDecoder().Decode(payload.AsSpan(0, length), back);

        Assert.Equal(samples.Length * codec.BytesPerSample, length);
        Assert.Equal(samples.Length, codec.SamplesIn(payload.AsSpan(0, length)));
        Assert.Equal(samples.Length, count);
        Assert.All(samples.Zip(back), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 12_000 * worst));
    }

    [Fact]
    public void A_payload_that_is_too_long_is_cut()
    {
        IRandomSource random = new SeededRandomSource(1);
        foreach (var name in new[] { "PCMU", "PCMA", "L16" })
        {
            var codec = AudioCodec.Find(name, 8000)!;
            for (var length = 0; length < 400; length++)
            {
                var payload = new byte[length];
                random.Fill(payload);
                Assert.Equal(Math.Min(160, length / codec.BytesPerSample), codec.NewDecoder().Decode(payload, new short[160]));
            }
        }
    }
}
