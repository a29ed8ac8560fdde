namespace Softswitch.Media;

/// <summary>
/// G.722 of one stream. <paramref name="ignoredBits"/> of each byte, the lowest 0 to 2, are taken for something else than sound: modes 1 to 3 of the
/// Recommendation. RTP has mode 1 only (RFC 3551 §4.5.2).
/// </summary>
internal sealed class G722Decoder(int ignoredBits = 0) : IAudioDecoder
{
    private const int LowestBand = -16_384;
    private const int HighestBand = 16_383;

    private readonly G722Filter _filter = new();
    private G722Band _low = G722Band.Low;
    private G722Band _high = G722Band.High;

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        var length = Math.Min(payload.Length, samples.Length / 2);
        payload = payload[..length];
        while (!payload.IsEmpty)
        {
            var count = Math.Min(payload.Length, G722Filter.MostPairs);
            var pairs = _filter.Pairs;
            for (var i = 0; i < count; i++)
            {
                var low = Low(payload[i] & 0x3F);
                var high = High(payload[i] >> 6);
                (pairs[i * 2], pairs[(i * 2) + 1]) = (low + high, low - high);
            }

            for (var i = 0; i < count; i++)
            {
                var (even, odd) = _filter.Apply(i);
                samples[i * 2] = (short)G722Band.Saturate(odd >> 11);
                samples[(i * 2) + 1] = (short)G722Band.Saturate(even >> 11);
            }

            _filter.Keep(count);
            payload = payload[count..];
            samples = samples[(count * 2)..];
        }

        return length * 2;
    }

    /// <summary>INVQBL, RECONS, LIMIT; and INVQAL, whose coarser value is what the predictor follows in every mode.</summary>
    private int Low(int code)
    {
        var table = ignoredBits switch { 0 => G722Tables.Qm6, 1 => G722Tables.Qm5, _ => G722Tables.Qm4 };
        var sample = Math.Clamp(_low.Prediction + _low.Scale(table[code >> ignoredBits]), LowestBand, HighestBand);

        var value = _low.Scale(G722Tables.Qm4[code >> 2]);
        _low.Adapt(G722Tables.LowSteps[code >> 2]);
        _low.Advance(value);
        return sample;
    }

    /// <summary>INVQAH, RECONS, LIMIT.</summary>
    private int High(int code)
    {
        var value = _high.Scale(G722Tables.Qm2[code]);
        var sample = Math.Clamp(_high.Prediction + value, LowestBand, HighestBand);
        _high.Adapt(G722Tables.HighSteps[code]);
        _high.Advance(value);
        return sample;
    }
}
