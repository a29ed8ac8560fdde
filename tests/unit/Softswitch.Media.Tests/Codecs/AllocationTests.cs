using Softswitch.Media.Tests.Audio;

namespace Softswitch.Media.Tests.Codecs;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("PCMU", 8000)]
    [InlineData("PCMA", 8000)]
    [InlineData("G722", 8000)]
    [InlineData("L16", 48_000)]
    [InlineData("opus", 48_000)]
    public void A_frame_there_and_back_leaves_no_garbage(string name, int clockRate)
    {
        var codec = AudioCodec.Find(name, clockRate)!;
        var (encoder, decoder) = (codec.NewEncoder(), codec.NewDecoder());
        var frame = WavBytes.Tone(codec.SampleRate, 440, 0.02);
        var payload = new byte[frame.Length * 2];

        Garbage.None(() =>
        {
            var length = encoder.Encode(frame, payload);
            _ = decoder.Decode(payload.AsSpan(0, length), frame);
        });
    }
}
