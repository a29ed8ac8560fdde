namespace Softswitch.Net;

/// <summary>Repeatable randomness for simulation and tests (SplitMix64): the same seed gives the same sequence.</summary>
public sealed class SeededRandomSource(ulong seed) : IRandomSource
{
    private ulong _state = seed;

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var word = NextUInt64();
            var length = Math.Min(sizeof(ulong), destination.Length);
            BitConverter.GetBytes(word).AsSpan(0, length).CopyTo(destination);
            destination = destination[length..];
        }
    }

    /// <inheritdoc/>
    public ulong NextUInt64()
    {
        var z = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
