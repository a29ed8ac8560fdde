using System.Buffers;
using System.Security.Cryptography;

namespace Softswitch.Sip;

/// <summary>
/// Hashes <c>a:b:c</c>. The text is put together in <paramref name="scratch"/>, or in a rented buffer where that is too
/// small, and hashed in one call.
/// </summary>
/// <param name="scratch">Where to put the text together; 512 bytes do for what phones send.</param>
internal ref struct DigestHash(Span<byte> scratch)
{
    private Span<byte> _buffer = scratch;
    private byte[]? _rented;
    private int _length;

    /// <summary>Adds a part, with a colon before it unless it is the first.</summary>
    public DigestHash Part(scoped ReadOnlySpan<byte> part)
    {
        var colon = _length > 0 ? 1 : 0;
        if (_buffer.Length - _length < part.Length + colon) Grow(part.Length + colon);
        if (colon > 0) _buffer[_length++] = (byte)':';
        part.CopyTo(_buffer[_length..]);
        _length += part.Length;
        return this;
    }

    /// <summary>Writes the hash in lower-case hexadecimal digits and gives the buffer back.</summary>
    public void Finish(DigestAlgorithm algorithm, Span<byte> hex)
    {
        Hash(algorithm, _buffer[.._length], hex);
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        _rented = null;
    }

    /// <summary>Writes the hash of <paramref name="text"/> in lower-case hexadecimal digits.</summary>
    public static void Hash(DigestAlgorithm algorithm, ReadOnlySpan<byte> text, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[32];
#pragma warning disable CA5351 // MD5 is what RFC 3261 §22.4 makes every phone speak; SHA-256 is offered beside it.
        var length = algorithm == DigestAlgorithm.Sha256 ? SHA256.HashData(text, hash) : MD5.HashData(text, hash);
#pragma warning restore CA5351
        _ = Convert.TryToHexStringLower(hash[..length], hex, out _);
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer[.._length].CopyTo(larger);
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        _buffer = _rented = larger;
    }
}
