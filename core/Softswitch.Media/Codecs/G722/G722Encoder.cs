namespace Softswitch.Media;

/// <summary>G.722 of one stream. A sample without a partner at a frame's end is left out.</summary>
internal sealed class G722Encoder : IAudioEncoder
{
    private const int HighDecision = 564;

    private readonly G722Filter _filter = new();
    private G722Band _low = G722Band.Low;
    private G722Band _high = G722Band.High;

    public int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        var length = samples.Length / 2;
        payload = payload[..length];
        while (!payload.IsEmpty)
        {
            var count = Math.Min(payload.Length, G722Filter.MostPairs);
            for (var i = 0; i < count * 2; i++) _filter.Pairs[i] = samples[i];
            for (var i = 0; i < count; i++)
            {
                var (odd, even) = _filter.Apply(i);
                payload[i] = (byte)(Low((even + odd) >> 14) | (High((even - odd) >> 14) << 6));
            }

            _filter.Keep(count);
            samples = samples[(count * 2)..];
            payload = payload[count..];
        }

        return length;
    }

    /// <summary>SUBTRA, QUANTL, INVQAL and the adaption: six bits.</summary>
    private int Low(int sample)
    {
        var difference = G722Band.Saturate(sample - _low.Prediction);
        var magnitude = difference < 0 ? ~difference : difference;
        var interval = Interval(magnitude, _low.Step);
        int code = difference < 0 ? G722Tables.NegativeLow[interval] : G722Tables.PositiveLow[interval];

        var value = _low.Scale(G722Tables.Qm4[code >> 2]);
        _low.Adapt(G722Tables.LowSteps[code >> 2]);
        _low.Advance(value);
        return code;
    }

    /// <summary>SUBTRA, QUANTH, INVQAH and the adaption: two bits.</summary>
    private int High(int sample)
    {
        var difference = G722Band.Saturate(sample - _high.Prediction);
        var magnitude = difference < 0 ? ~difference : difference;
        var isFar = magnitude >= (HighDecision * _high.Step) >> 12;
        var code = (difference < 0 ? 0 : 2) + (isFar ? 0 : 1);

        var value = _high.Scale(G722Tables.Qm2[code]);
        _high.Adapt(G722Tables.HighSteps[code]);
        _high.Advance(value);
        return code;
    }

    /// <summary>The interval, 1 to 30, that a difference lies in: the first whose upper decision level is above it.</summary>
    private static int Interval(int magnitude, int step)
    {
        var (below, above) = (0, G722Tables.Q6.Length);
        while (above - below > 1)
        {
            var middle = (below + above) >> 1;
            if (magnitude < (G722Tables.Q6[middle] * step) >> 12) above = middle;
            else below = middle;
        }

        return above;
    }
}
