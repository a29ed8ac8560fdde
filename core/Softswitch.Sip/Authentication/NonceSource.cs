using System.Buffers.Binary;
using System.Security.Cryptography;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Makes nonces and knows its own again without remembering any: the second they were made in, 64 random bits, and a keyed
/// hash of both, in 40 hexadecimal digits. Challenges cost no memory, so a flood of requests cannot use any up.
/// Unchanging, hence safe from any thread.
/// </summary>
internal sealed class NonceSource
{
    /// <summary>Digits of a nonce.</summary>
    public const int Length = 40;

    private readonly TimeProvider _clock;
    private readonly IRandomSource _random;
    private readonly long _start;
    private readonly ulong _key0;
    private readonly ulong _key1;

    public NonceSource(TimeProvider clock, IRandomSource random)
    {
        _clock = clock;
        _random = random;
        _start = clock.GetTimestamp();
        _key0 = random.NextUInt64();
        _key1 = random.NextUInt64();
    }

    /// <summary>Seconds since this source was made, from 1.</summary>
    public uint Now => (uint)_clock.GetElapsedTime(_start).TotalSeconds + 1;

    /// <summary>Writes a new nonce.</summary>
    public void Write(Span<byte> nonce)
    {
        Span<byte> bytes = stackalloc byte[20];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Now);
        _random.Fill(bytes[4..12]);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], SipHash.Compute(_key0, _key1, bytes[..12]));
        _ = Convert.TryToHexStringLower(bytes, nonce, out _);
    }

    /// <summary>Whether the nonce is one of ours; if so, <paramref name="issued"/> is the second it was made in and <paramref name="id"/> its random bits.</summary>
    public bool TryRead(ReadOnlySpan<byte> nonce, out uint issued, out ulong id)
    {
        issued = 0;
        id = 0;
        Span<byte> bytes = stackalloc byte[20];
        if (nonce.Length != Length || Convert.FromHexString(nonce, bytes, out _, out var written) != System.Buffers.OperationStatus.Done || written != 20)
            return false;
        Span<byte> expected = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(expected, SipHash.Compute(_key0, _key1, bytes[..12]));
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[12..])) return false;
        issued = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        id = BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]);
        return true;
    }
}
