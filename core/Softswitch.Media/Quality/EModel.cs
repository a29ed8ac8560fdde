namespace Softswitch.Media;

/// <summary>
/// The E-model of ITU-T G.107 with its default parameters: what a listener would think of a voice path with this
/// delay, loss and codec.
/// </summary>
public static class EModel
{
    // R0 - Is with the defaults of G.107 §7.7.
    private const double DefaultRating = 93.2;
    private const double DelayThreshold = 177.3;

    /// <summary>
    /// The rating factor R, at most 93.2 on the narrowband scale and perhaps below 0. <paramref name="oneWayDelay"/> is
    /// from mouth to ear (network, jitter buffer, packet and codec); <paramref name="lossPercent"/> (0 to 100) is after
    /// the jitter buffer; <paramref name="burstRatio"/> 1 (random) or more.
    /// </summary>
    public static double Rating(TimeSpan oneWayDelay, double lossPercent, double burstRatio, in CodecImpairment codec)
    {
        var loss = Math.Clamp(lossPercent, 0, 100);
        var robustness = codec.PacketLossRobustness;
        var equipment = codec.Impairment + ((95 - codec.Impairment) * loss / ((loss / Math.Max(1, burstRatio)) + robustness));
        return DefaultRating - DelayImpairment(oneWayDelay.TotalMilliseconds) - equipment;
    }

    /// <summary>Mean opinion score, 1 to 4.5, of a rating factor (G.107 Annex B).</summary>
    public static double MeanOpinionScore(double rating) => rating switch
    {
        <= 0 => 1,
        >= 100 => 4.5,
        // Below a rating of about 6.5 the polynomial dips under 1.
        _ => Math.Max(1, 1 + (0.035 * rating) + (7e-6 * rating * (rating - 60) * (100 - rating))),
    };

    // Cole and Rosenbluth's fit of the curve in G.107.
    private static double DelayImpairment(double milliseconds) =>
        (0.024 * milliseconds) + (milliseconds > DelayThreshold ? 0.11 * (milliseconds - DelayThreshold) : 0);
}
