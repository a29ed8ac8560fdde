using System.Buffers.Binary;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>Frames on a stream.</summary>
internal static class WireFrames
{
    /// <summary>The next frame; null at the end.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    /// <exception cref="IOException">The stream broke off.</exception>
    public static byte[]? Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[sizeof(int)];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 1 or > WireLimits.Frame) throw new InvalidDataException($"a message of {length} bytes; expected 1 to {WireLimits.Frame}");
        var frame = new byte[length];
        return stream.ReadAtLeast(frame, length, throwOnEndOfStream: false) < length ? null : frame;
    }
}
