using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Softswitch.Media;

/// <summary>Uncompressed samples in network order (<c>L16</c>, RFC 3551 §4.5.11), mono.</summary>
internal sealed class LinearCodec : AudioCodec, IAudioEncoder, IAudioDecoder
{
    private const int LowestRate = 8000;
    private const int HighestRate = 48_000;

    private static readonly ConcurrentDictionary<int, LinearCodec> ByRate = new();

    private LinearCodec(int rate)
        : base("L16", rate, rate)
    {
    }

    public override int BytesPerSample => sizeof(short);

    public override int SamplesIn(ReadOnlySpan<byte> payload) => payload.Length / sizeof(short);

    /// <summary>Whether a rate of samples a second is offered: 8 to 48 kHz that divide into 10 ms.</summary>
    public static bool IsRate(int rate) => rate is >= LowestRate and <= HighestRate && rate % 100 == 0;

    /// <summary>The codec at a rate that <see cref="IsRate"/> allows; equal for equal rates.</summary>
    public static LinearCodec At(int rate) => ByRate.GetOrAdd(rate, static rate => new LinearCodec(rate));

    public override IAudioEncoder NewEncoder() => this;

    public override IAudioDecoder NewDecoder() => this;

    public int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        payload = payload[..(samples.Length * sizeof(short))];
        for (var i = 0; i < samples.Length; i++) BinaryPrimitives.WriteInt16BigEndian(payload[(i * sizeof(short))..], samples[i]);
        return payload.Length;
    }

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        var count = Math.Min(payload.Length / sizeof(short), samples.Length);
        for (var i = 0; i < count; i++) samples[i] = BinaryPrimitives.ReadInt16BigEndian(payload[(i * sizeof(short))..]);
        return count;
    }
}
