using System.Buffers.Binary;
using Softswitch.Net;

namespace Softswitch.Kernel.Services;

/// <summary>Randomness of the switch in the form that .NET knows. It has no state of its own, so that any number of calls may share it.</summary>
internal sealed class InjectedRandom(IRandomSource source) : Random(Seed: 0)
{
    /// <inheritdoc/>
    public override int Next() => Next(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)NextInt64(maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return NextInt64(0, maxValue);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var range = (ulong)(maxValue - minValue);
        // The high half of the product is spread evenly over the range, but for what 64 bits cannot tell apart.
        return range == 0 ? minValue : minValue + (long)Math.BigMul(Draw(), range, out _);
    }

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    /// <inheritdoc/>
    public override float NextSingle() => (Draw() >> 40) * (1f / (1 << 24));

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        source.Fill(buffer);
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer) => source.Fill(buffer);

    /// <inheritdoc/>
    protected override double Sample() => (Draw() >> 11) * (1.0 / (1L << 53));

    private ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        source.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
