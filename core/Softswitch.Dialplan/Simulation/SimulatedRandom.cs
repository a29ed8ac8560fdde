using System.Runtime.InteropServices;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Repeatable randomness (SplitMix64): the same seed gives the same sequence.</summary>
internal sealed class SimulatedRandom(ulong seed) : Random(0)
{
    private ulong _state = seed;

    /// <summary>An identifier.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <inheritdoc/>
    public override int Next() => (int)(NextWord() >> 33);

    /// <inheritdoc/>
    public override int Next(int maxValue) => Next(0, maxValue);

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue == maxValue ? minValue : (int)(minValue + (long)(NextWord() % (ulong)((long)maxValue - minValue)));
    }

    /// <inheritdoc/>
    public override long NextInt64() => (long)(NextWord() >> 1);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue == maxValue ? minValue : (long)((ulong)minValue + (NextWord() % (ulong)(maxValue - minValue)));
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var word = NextWord();
            var length = Math.Min(sizeof(ulong), buffer.Length);
            MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in word))[..length].CopyTo(buffer);
            buffer = buffer[length..];
        }
    }

    /// <inheritdoc/>
    protected override double Sample() => (NextWord() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    /// <inheritdoc/>
    public override float NextSingle() => (float)(NextWord() >> 40) * (1.0f / (1U << 24));

    private ulong NextWord()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
