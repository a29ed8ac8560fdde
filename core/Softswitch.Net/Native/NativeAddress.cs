using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Softswitch.Net.Native;

/// <summary><c>struct sockaddr_in</c> and <c>sockaddr_in6</c> to and from <see cref="NetAddress"/>.</summary>
internal static unsafe class NativeAddress
{
    /// <summary>The length of the longer one.</summary>
    public const int MaximumLength = 28;

    private const int LengthIPv4 = 16;

    /// <summary>Reads either; no address for another family.</summary>
    public static NetAddress Read(byte* address)
    {
        var port = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(address + 2));
        return Unsafe.ReadUnaligned<ushort>(address) switch
        {
            LibC.InternetFamily => NetAddress.IPv4(BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(address + 4)), port),
            LibC.Internet6Family => NetAddress.IPv6(new ReadOnlySpan<byte>(address + 8, 16), port, Unsafe.ReadUnaligned<uint>(address + 24)),
            _ => default,
        };
    }

    /// <summary>Writes <paramref name="value"/> and returns the length, at most <see cref="MaximumLength"/>.</summary>
    public static int Write(in NetAddress value, byte* address)
    {
        Unsafe.InitBlockUnaligned(address, 0, MaximumLength);
        Unsafe.WriteUnaligned(address, (ushort)(value.IsIPv6 ? LibC.Internet6Family : LibC.InternetFamily));
        Unsafe.WriteUnaligned(address + 2, BinaryPrimitives.ReverseEndianness(value.Port));
        _ = value.WriteBytes(new Span<byte>(address + (value.IsIPv6 ? 8 : 4), 16));
        if (!value.IsIPv6) return LengthIPv4;
        Unsafe.WriteUnaligned(address + 24, value.Scope);
        return MaximumLength;
    }
}
