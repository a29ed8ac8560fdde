namespace Softswitch.Media;

/// <summary>Opus of one stream. Frames of 480, 960, 1920 or 2880 samples.</summary>
internal sealed unsafe class OpusEncoder : IAudioEncoder
{
    // Of 10. 20 ms of speech at 32 kbit/s take 140 us with it and 255 with 10, and are as near to what was said: 8 dB of signal to noise with either.
    private const int Complexity = 5;
    // How much of the bits goes into copies of what was before depends on what is expected to get lost.
    private const int ExpectedLoss = 10;
    private const int OnlyForTheDecoder = 2;

    private readonly OpusLibrary.EncoderHandle _state;

    public OpusEncoder(OpusParameters parameters)
    {
        OpusLibrary.Library.Require();
        _state = OpusLibrary.NewEncoder(OpusCodec.Rate, channels: 1, OpusLibrary.Voip, out var error);
        OpusLibrary.Check(error);
        Set(OpusLibrary.SetBitrate, parameters.Bitrate);
        Set(OpusLibrary.SetVariableBitrate, parameters.ConstantBitrate ? 0 : 1);
        Set(OpusLibrary.SetComplexity, Complexity);
        Set(OpusLibrary.SetMaximumBandwidth, Bandwidth(parameters.PlaybackRate));
        Set(OpusLibrary.SetInbandFec, parameters.InbandFec ? 1 : 0);
        Set(OpusLibrary.SetPacketLoss, parameters.InbandFec ? ExpectedLoss : 0);
        Set(OpusLibrary.SetDtx, parameters.Dtx ? 1 : 0);
    }

    public int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        int length;
        fixed (short* from = samples)
        fixed (byte* to = payload) length = OpusLibrary.Encode(_state, from, samples.Length, to, payload.Length);
        OpusLibrary.Check(length);
        // A packet this short says that the one before goes on (RFC 7587 §3.1.3).
        return length <= OnlyForTheDecoder ? 0 : length;
    }

    public void Dispose() => _state.Dispose();

    private void Set(int what, int value) => OpusLibrary.Check(OpusLibrary.Control(_state, what, value));

    private static int Bandwidth(int playbackRate) => playbackRate switch
    {
        <= 8000 => OpusLibrary.NarrowBand,
        <= 12_000 => OpusLibrary.MediumBand,
        <= 16_000 => OpusLibrary.WideBand,
        <= 24_000 => OpusLibrary.SuperWideBand,
        _ => OpusLibrary.FullBand,
    };
}
