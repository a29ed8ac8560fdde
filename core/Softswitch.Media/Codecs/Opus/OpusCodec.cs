namespace Softswitch.Media;

/// <summary>
/// Opus by libopus (RFC 6716, RFC 7587), one channel at 48 kHz; two channels that come are mixed into one. Frames of 10, 20, 40 or 60 ms are sent,
/// all are taken.
/// </summary>
internal sealed class OpusCodec(OpusParameters parameters) : AudioCodec("opus", Rate, Rate)
{
    public const int Rate = 48_000;

    /// <summary>The longest packet, 120 ms (RFC 6716 §3.4, R5).</summary>
    public const int MostSamples = Rate * 120 / 1000;

    public override int BytesPerSample => 0;

    public override bool IsAvailable => OpusLibrary.Library.IsInstalled;

    public override IAudioEncoder NewEncoder() => new OpusEncoder(parameters);

    public override IAudioDecoder NewDecoder() => new OpusDecoder();

    public override IStreamDecoder NewStreamDecoder() => new OpusDecoder();

    /// <summary>By the packet's first bytes (RFC 6716 §3.1 and §3.2).</summary>
    public override int SamplesIn(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return 0;
        var frames = (payload[0] & 3) switch
        {
            0 => 1,
            3 => payload.Length < 2 ? 0 : payload[1] & 0x3F,
            _ => 2,
        };
        var samples = frames * SamplesOf(payload[0] >> 3);
        return samples <= MostSamples ? samples : 0;
    }

    private static int SamplesOf(int configuration) => configuration switch
    {
        // 10, 20, 40 and 60 ms of speech, 10 and 20 of both in one, 2.5 to 20 ms of music.
        < 12 => (configuration & 3) == 3 ? Rate * 60 / 1000 : (Rate / 100) << (configuration & 3),
        < 16 => (Rate / 100) << (configuration & 1),
        _ => (Rate / 400) << (configuration & 3),
    };
}
