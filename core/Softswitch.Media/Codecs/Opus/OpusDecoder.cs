namespace Softswitch.Media;

/// <summary>Opus of one stream. It fills in what got lost by itself.</summary>
internal sealed unsafe class OpusDecoder : IStreamDecoder
{
    private const int Grain = OpusCodec.Rate / 400;

    private readonly OpusLibrary.DecoderHandle _state;

    public OpusDecoder()
    {
        OpusLibrary.Library.Require();
        _state = OpusLibrary.NewDecoder(OpusCodec.Rate, channels: 1, out var error);
        OpusLibrary.Check(error);
    }

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        // To the library an empty packet is a lost one.
        if (payload.IsEmpty) return 0;
        fixed (byte* from = payload)
        fixed (short* to = samples) return Math.Max(0, OpusLibrary.Decode(_state, from, payload.Length, to, samples.Length, correctErrors: 0));
    }

    public int Conceal(ReadOnlySpan<byte> next, Span<short> samples)
    {
        var length = Math.Min(samples.Length, OpusCodec.MostSamples) / Grain * Grain;
        if (length == 0) return 0;
        fixed (byte* from = next)
        fixed (short* to = samples)
        {
            var written = OpusLibrary.Decode(_state, from, next.Length, to, length, correctErrors: next.IsEmpty ? 0 : 1);
            // What follows may be no packet at all.
            return written >= 0 || next.IsEmpty ? Math.Max(0, written) : Math.Max(0, OpusLibrary.Decode(_state, null, 0, to, length, correctErrors: 0));
        }
    }

    public void Dispose() => _state.Dispose();
}
