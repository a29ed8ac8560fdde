namespace Softswitch.Media.Tests.Quality;

public sealed class EModelTests
{
    [Theory]
    [InlineData("G.711 PLC", 20, 0, 1, 92.72, 4.40)]
    [InlineData("G.711 PLC", 100, 1, 1, 87.16, 4.26)]
    [InlineData("G.711 PLC", 100, 5, 1, 75.02, 3.82)]
    [InlineData("G.711 PLC", 100, 5, 2, 73.59, 3.76)]
    [InlineData("G.711", 100, 1, 1, 72.88, 3.73)]
    [InlineData("G.711", 100, 5, 1, 39.72, 2.05)]
    [InlineData("G.711 PLC", 400, 0, 1, 59.10, 3.05)]
    [InlineData("G.729A", 100, 0, 1, 79.80, 4.02)]
    [InlineData("G.729A", 150, 2, 1, 70.60, 3.63)]
    public void Rating_and_score_are_those_of_the_standard(
        string codec, int delay, double loss, double burst, double rating, double score)
    {
        var constants = codec switch
        {
            "G.711" => new CodecImpairment(0, 4.3, TimeSpan.Zero, IsEstimate: false),
            "G.711 PLC" => CodecImpairment.G711,
            _ => CodecImpairment.G729,
        };

        var found = EModel.Rating(TimeSpan.FromMilliseconds(delay), loss, burst, constants);

        Assert.Equal(rating, Math.Round(found, 2));
        Assert.Equal(score, Math.Round(EModel.MeanOpinionScore(found), 2));
    }

    [Theory]
    [InlineData(-20, 1)]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    [InlineData(100, 4.5)]
    [InlineData(120, 4.5)]
    public void The_score_stays_on_its_scale(double rating, double score) =>
        Assert.Equal(score, EModel.MeanOpinionScore(rating));

    [Theory]
    [InlineData("PCMU", false)]
    [InlineData("pcma", false)]
    [InlineData("G729", false)]
    [InlineData("G722", true)]
    [InlineData("opus", true)]
    [InlineData("something", true)]
    [InlineData(null, true)]
    public void What_the_standard_does_not_list_is_labelled_an_estimate(string? codec, bool isEstimate) =>
        Assert.Equal(isEstimate, CodecImpairment.Of(codec).IsEstimate);

    [Fact]
    public void A_call_without_loss_sounds_better_than_one_with_it()
    {
        var packet = TimeSpan.FromMilliseconds(20);

        var clean = VoiceQuality.Of("PCMA", 0, 1, packet, TimeSpan.Zero, packet);
        var lossy = VoiceQuality.Of("PCMA", 3, 1, packet, TimeSpan.Zero, packet);

        // 10 ms of network, 20 ms of buffer and 20 ms of packet.
        Assert.Equal(93.2 - (0.024 * 50), clean.Rating, 6);
        Assert.True(lossy.MeanOpinionScore < clean.MeanOpinionScore);
        Assert.False(clean.IsEstimate);
    }

    [Fact]
    public void A_receiver_buffers_twice_the_jitter()
    {
        var packet = TimeSpan.FromMilliseconds(20);

        var quality = VoiceQuality.Of("PCMU", 0, 1, TimeSpan.Zero, TimeSpan.FromMilliseconds(40), packet);

        Assert.Equal(93.2 - (0.024 * 100), quality.Rating, 6);
    }
}
