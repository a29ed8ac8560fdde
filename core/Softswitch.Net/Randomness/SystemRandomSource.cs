using System.Security.Cryptography;

namespace Softswitch.Net;

/// <summary>
/// Randomness of the operating system, drawn in blocks of 512 bytes a thread: a tag or a branch must not be
/// guessable (RFC 3261 §19.3), and one system call for each would be felt on the way of every message.
/// </summary>
public sealed class SystemRandomSource : IRandomSource
{
    private const int BlockLength = 512;

    [ThreadStatic]
    private static Block? _threadBlock;

    /// <summary>The one instance that is needed; it has no state of its own.</summary>
    public static SystemRandomSource Instance { get; } = new();

    private SystemRandomSource()
    {
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        if (destination.Length > BlockLength)
        {
            Draw(destination);
            return;
        }

        var block = _threadBlock ??= new Block();
        if (block.Used + destination.Length > BlockLength)
        {
            Draw(block.Bytes);
            block.Used = 0;
        }

        var taken = block.Bytes.AsSpan(block.Used, destination.Length);
        taken.CopyTo(destination);
        taken.Clear();
        block.Used += destination.Length;
    }

#pragma warning disable RS0030 // This is the one place that the injected source comes from.
    private static void Draw(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
#pragma warning restore RS0030

    private sealed class Block
    {
        public readonly byte[] Bytes = new byte[BlockLength];
        public int Used = BlockLength;
    }
}
