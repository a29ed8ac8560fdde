using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Softswitch.Net;

/// <summary>
/// An IPv4 or IPv6 address with a port, as a value of 24 bytes: compared, hashed and written as text without allocating,
/// as every datagram needs it. The default value is no address.
/// </summary>
public readonly record struct NetAddress
{
    private readonly ulong _high;
    private readonly ulong _low;

    private NetAddress(ulong high, ulong low, ushort port, AddressFamily family, uint scope)
    {
        _high = high;
        _low = low;
        Port = port;
        IsIPv6 = family == AddressFamily.InterNetworkV6;
        IsSet = true;
        Scope = scope;
    }

    /// <summary>0 to 65535.</summary>
    public ushort Port { get; }

    /// <summary>Whether the address is IPv6. An IPv4-mapped IPv6 address is held as IPv4.</summary>
    public bool IsIPv6 { get; }

    /// <summary>False for the default value.</summary>
    public bool IsSet { get; }

    /// <summary>Interface index of a link-local IPv6 address, otherwise 0.</summary>
    public uint Scope { get; }

    /// <summary>0.0.0.0 or ::.</summary>
    public bool IsAny => _high == 0 && _low == 0;

    /// <summary>An IPv4 address; <paramref name="address"/> in host order (127.0.0.1 is 0x7F000001).</summary>
    public static NetAddress IPv4(uint address, ushort port) => new(0, address, port, AddressFamily.InterNetwork, 0);

    /// <summary>An IPv6 address of 16 bytes in network order; an IPv4-mapped one becomes IPv4.</summary>
    public static NetAddress IPv6(ReadOnlySpan<byte> address, ushort port, uint scope = 0)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(address);
        var low = BinaryPrimitives.ReadUInt64BigEndian(address[8..]);
        return high == 0 && low >> 32 == 0xFFFF
            ? IPv4((uint)low, port)
            : new(high, low, port, AddressFamily.InterNetworkV6, scope);
    }

    /// <summary>From the framework's type.</summary>
    public static NetAddress From(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4
            ? IPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)port)
            : IPv6(bytes, (ushort)port, (uint)address.ScopeId);
    }

    /// <summary>From the framework's type.</summary>
    public static NetAddress From(IPEndPoint endPoint) => From(endPoint.Address, endPoint.Port);

    /// <summary>Reads an address without a port: <c>192.0.2.1</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]</c>. A host name is not one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, ushort port, out NetAddress address)
    {
        address = default;
        if (text.Length is 0 or > 64) return false;
        if (text[0] == '[' && text[^1] == ']') text = text[1..^1];
        // A colon or three dots; IPAddress alone would take "1" for 0.0.0.1.
        if (!text.Contains((byte)':') && System.MemoryExtensions.Count(text, (byte)'.') != 3) return false;
        Span<char> chars = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++) chars[i] = (char)text[i];
        if (!IPAddress.TryParse(chars, out var parsed)) return false;
        address = From(parsed, port);
        return true;
    }

    /// <summary>The same address with another port.</summary>
    public NetAddress WithPort(ushort port) =>
        new(_high, _low, port, IsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, Scope);

    /// <summary>Whether both are the same host, whatever their ports.</summary>
    public bool SameHost(in NetAddress other) => _high == other._high && _low == other._low && IsIPv6 == other.IsIPv6;

    /// <summary>Writes 4 bytes (IPv4) or 16 (IPv6) in network order; returns how many.</summary>
    public int WriteBytes(Span<byte> destination)
    {
        if (!IsIPv6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        return 16;
    }

    /// <summary>As the framework's type.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = WriteBytes(bytes);
        return Scope != 0 ? new IPAddress(bytes[..length], Scope) : new IPAddress(bytes[..length]);
    }

    /// <summary>As the framework's type.</summary>
    public IPEndPoint ToIPEndPoint() => new(ToIPAddress(), Port);

    /// <summary>Writes the host as UTF-8 (IPv6 without brackets); returns its length, at most 45 bytes.</summary>
    public int WriteHost(Span<byte> destination)
    {
        if (IsIPv6)
        {
            _ = ToIPAddress().TryFormat(destination, out var length);
            return length;
        }

        var written = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            _ = ((byte)(_low >> shift)).TryFormat(destination[written..], out var digits);
            written += digits;
            if (shift > 0) destination[written++] = (byte)'.';
        }

        return written;
    }

    /// <summary>The host as text, IPv6 without brackets.</summary>
    public string Host => IsSet ? ToIPAddress().ToString() : "";

    /// <summary><c>192.0.2.1:5060</c> or <c>[2001:db8::1]:5060</c>.</summary>
    public override string ToString() => !IsSet ? "none" : IsIPv6 ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
