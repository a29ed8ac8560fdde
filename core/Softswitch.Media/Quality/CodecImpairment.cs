namespace Softswitch.Media;

/// <summary>What a codec costs on the scale of the E-model (ITU-T G.113 Appendix I).</summary>
/// <param name="Impairment">Ie, the equipment impairment factor without loss.</param>
/// <param name="PacketLossRobustness">Bpl, more for a codec that conceals losses better; above 0.</param>
/// <param name="LookAhead">Delay that coding adds beyond the packet's own length.</param>
/// <param name="IsEstimate">
/// Not from G.113: our estimate, or a wideband codec forced onto the narrowband scale, which cannot show what it is
/// better at.
/// </param>
public readonly record struct CodecImpairment(double Impairment, double PacketLossRobustness, TimeSpan LookAhead, bool IsEstimate)
{
    /// <summary>G.711 whose receiver conceals losses (G.711 Appendix I), as those of today do.</summary>
    public static CodecImpairment G711 { get; } = new(0, 25.1, TimeSpan.Zero, IsEstimate: false);

    /// <summary>G.729A with voice activity detection.</summary>
    public static CodecImpairment G729 { get; } = new(11, 19, TimeSpan.FromMilliseconds(5), IsEstimate: false);

    /// <summary>G.723.1 at 6.3 kbit/s with voice activity detection.</summary>
    public static CodecImpairment G723 { get; } = new(15, 16.1, TimeSpan.FromMilliseconds(7.5), IsEstimate: false);

    /// <summary>GSM enhanced full rate, and AMR at 12.2 kbit/s, which is the same codec.</summary>
    public static CodecImpairment GsmEnhanced { get; } = new(5, 10, TimeSpan.Zero, IsEstimate: false);

    private static readonly CodecImpairment Unknown = new(5, 15, TimeSpan.FromMilliseconds(5), IsEstimate: true);

    /// <summary>The constants for an encoding by its registered name; an estimate for one that the table lacks.</summary>
    public static CodecImpairment Of(string? encoding) => encoding?.ToUpperInvariant() switch
    {
        "PCMU" or "PCMA" => G711,
        "G729" => G729,
        "G723" => G723,
        "GSM-EFR" or "AMR" => GsmEnhanced,
        "GSM" => new(20, 43, TimeSpan.Zero, IsEstimate: true),
        "ILBC" => new(11, 32, TimeSpan.FromMilliseconds(5), IsEstimate: true),
        "G726-32" => new(7, 12, TimeSpan.Zero, IsEstimate: true),
        "G722" or "AMR-WB" or "SPEEX" => new(3, 15, TimeSpan.FromMilliseconds(2), IsEstimate: true),
        "OPUS" => new(0, 20, TimeSpan.FromMilliseconds(6.5), IsEstimate: true),
        _ => Unknown,
    };
}
