namespace Softswitch.Media;

/// <summary>G.711 A-law. Without state, so one instance is every stream's encoder and decoder.</summary>
internal sealed class ALawCodec() : AudioCodec("PCMA", 8000, 8000), IAudioEncoder, IAudioDecoder
{
    public override int BytesPerSample => 1;

    public override int SamplesIn(ReadOnlySpan<byte> payload) => payload.Length;

    public override IAudioEncoder NewEncoder() => this;

    public override IAudioDecoder NewDecoder() => this;

    public int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        payload = payload[..samples.Length];
        for (var i = 0; i < payload.Length; i++) payload[i] = G711.EncodeALaw(samples[i]);
        return samples.Length;
    }

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        var count = Math.Min(payload.Length, samples.Length);
        for (var i = 0; i < count; i++) samples[i] = G711.DecodeALaw(payload[i]);
        return count;
    }
}

/// <summary>G.711 µ-law. Without state, so one instance is every stream's encoder and decoder.</summary>
internal sealed class MuLawCodec() : AudioCodec("PCMU", 8000, 8000), IAudioEncoder, IAudioDecoder
{
    public override int BytesPerSample => 1;

    public override int SamplesIn(ReadOnlySpan<byte> payload) => payload.Length;

    public override IAudioEncoder NewEncoder() => this;

    public override IAudioDecoder NewDecoder() => this;

    public int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        payload = payload[..samples.Length];
        for (var i = 0; i < payload.Length; i++) payload[i] = G711.EncodeMuLaw(samples[i]);
        return samples.Length;
    }

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        var count = Math.Min(payload.Length, samples.Length);
        for (var i = 0; i < count; i++) samples[i] = G711.DecodeMuLaw(payload[i]);
        return count;
    }
}
