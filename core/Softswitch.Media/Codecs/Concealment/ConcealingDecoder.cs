namespace Softswitch.Media;

/// <summary>Fills in what got lost for a codec that cannot do so by itself.</summary>
internal sealed class ConcealingDecoder(IAudioDecoder decoder, int sampleRate) : IStreamDecoder
{
    private readonly PacketLossConcealer _concealer = new(sampleRate);

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        var count = decoder.Decode(payload, samples);
        _concealer.Hear(samples[..count]);
        return count;
    }

    public int Conceal(ReadOnlySpan<byte> next, Span<short> samples)
    {
        _concealer.Fill(samples);
        return samples.Length;
    }

    public void Dispose() => decoder.Dispose();
}
