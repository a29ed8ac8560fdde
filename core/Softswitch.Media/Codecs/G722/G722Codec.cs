namespace Softswitch.Media;

/// <summary>
/// ITU-T G.722 at 64 kbit/s: 16 kHz in two bands, each by adaptive differences. Two samples are a byte. Its RTP clock is 8 kHz although its
/// samples are not: an old mistake that stays (RFC 3551 §4.5.2).
/// </summary>
internal sealed class G722Codec() : AudioCodec("G722", 8000, 16_000)
{
    public override int BytesPerSample => 0;

    public override int SamplesIn(ReadOnlySpan<byte> payload) => payload.Length * 2;

    public override IAudioEncoder NewEncoder() => new G722Encoder();

    public override IAudioDecoder NewDecoder() => new G722Decoder();
}
