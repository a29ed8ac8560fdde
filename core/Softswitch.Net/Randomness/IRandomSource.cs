namespace Softswitch.Net;

/// <summary>The only source of randomness and identifiers in the engine, injected so that a run can be repeated.</summary>
public interface IRandomSource
{
    /// <summary>Fills the whole of <paramref name="destination"/>. Safe from any thread.</summary>
    void Fill(Span<byte> destination);

    /// <summary>64 random bits: tags, branches, identifiers.</summary>
    ulong NextUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    /// <summary>A whole number from 0 up to, not including, <paramref name="exclusiveMaximum"/> (1 or more).</summary>
    int Next(int exclusiveMaximum) => (int)(NextUInt64() % (uint)exclusiveMaximum);
}
