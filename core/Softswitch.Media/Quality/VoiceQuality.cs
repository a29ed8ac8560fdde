namespace Softswitch.Media;

/// <summary>How one direction of a call sounds, as far as it is known where it was measured.</summary>
/// <param name="Rating">R of the E-model, 93.2 at best.</param>
/// <param name="MeanOpinionScore">1 (bad) to 4.5.</param>
/// <param name="IsEstimate">The codec's constants are not from the standard's table.</param>
public readonly record struct VoiceQuality(double Rating, double MeanOpinionScore, bool IsEstimate)
{
    // A receiver's buffer adapts to the jitter; twice the mean deviation holds nearly every packet.
    private const int BufferedDeviations = 2;

    /// <summary>
    /// The quality of what a stream brings. The delay from mouth to ear is half of <paramref name="roundTrip"/>, a
    /// receiver's jitter buffer of twice the jitter and at least one packet, the packet itself and the codec's look-ahead.
    /// </summary>
    public static VoiceQuality Of(
        string? encoding, double lossPercent, double burstRatio, TimeSpan roundTrip, TimeSpan jitter, TimeSpan packetTime)
    {
        var codec = CodecImpairment.Of(encoding);
        var buffer = jitter * BufferedDeviations;
        if (buffer < packetTime) buffer = packetTime;
        var delay = (roundTrip / 2) + buffer + packetTime + codec.LookAhead;
        var rating = EModel.Rating(delay, lossPercent, burstRatio, codec);
        return new VoiceQuality(rating, EModel.MeanOpinionScore(rating), codec.IsEstimate);
    }
}
