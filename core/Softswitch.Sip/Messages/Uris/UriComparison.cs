using System.Buffers;

namespace Softswitch.Sip;

/// <summary>Whether two URIs are equivalent (RFC 3261 §19.1.4; tel: by RFC 3966 §4).</summary>
public static class UriComparison
{
    // Every parameter is looked for among the other's: more than anyone has a use for would only cost time.
    private const int MaximumComponents = 64;

    private static readonly SearchValues<byte> VisualSeparators = SearchValues.Create("-.()"u8);

    /// <summary>
    /// Whether both name the same resource: no look-up is made, and a port or transport that is written differs from one
    /// that is left out. URIs of unknown schemes, and with more than 64 parameters or header components, are the same when
    /// their bytes are.
    /// </summary>
    public static bool Same(in SipUri one, in SipUri other)
    {
        if (one.Text.SequenceEqual(other.Text)) return true;
        if (one.Scheme != other.Scheme || HasTooMany(one) || HasTooMany(other)) return false;
        return one.Scheme switch
        {
            UriScheme.Tel => SameTel(one, other),
            UriScheme.Unknown => HeaderSyntax.EqualsIgnoreCase(one.SchemeName, other.SchemeName) && one.Opaque.SequenceEqual(other.Opaque),
            _ => one.Port == other.Port && SameHost(one.Host, other.Host)
                && SameText(one.User, other.User, ignoreCase: false) && SameText(one.Password, other.Password, ignoreCase: false)
                && SameParameters(one.Parameters, other.Parameters) && SameParameters(other.Parameters, one.Parameters)
                && HoldsAll(one.Headers, other.Headers, (byte)'&') && HoldsAll(other.Headers, one.Headers, (byte)'&'),
        };
    }

    /// <summary>Whether two hosts are the same name or the same address, however it is written.</summary>
    public static bool SameHost(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (HeaderSyntax.EqualsIgnoreCase(one, other)) return true;
        if (one.Length < 2 || other.Length < 2 || one[0] != '[' || other[0] != '[') return false;
        Span<byte> left = stackalloc byte[16];
        Span<byte> right = stackalloc byte[16];
        return HostSyntax.TryParseIPv6(one[1..^1], left) && HostSyntax.TryParseIPv6(other[1..^1], right) && left.SequenceEqual(right);
    }

    private static bool HasTooMany(in SipUri uri) =>
        uri.Parameters.Count((byte)';') >= MaximumComponents || uri.Headers.Count((byte)'&') >= MaximumComponents;

    /// <summary>Cuts the next <c>name=value</c> off <paramref name="rest"/>; false at its end.</summary>
    private static bool TryNext(scoped ref ReadOnlySpan<byte> rest, byte separator, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (rest.IsEmpty) return false;
        var end = rest.IndexOf(separator);
        var one = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        var equals = one.IndexOf((byte)'=');
        name = equals < 0 ? one : one[..equals];
        value = equals < 0 ? default : one[(equals + 1)..];
        return true;
    }

    /// <summary>
    /// A parameter that both have must agree; one that only one has is ignored, except those that change where a request
    /// goes or what it is.
    /// </summary>
    private static bool SameParameters(ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> others)
    {
        while (TryNext(ref parameters, (byte)';', out var name, out var value))
        {
            if (TryFind(others, (byte)';', name, out var other))
            {
                if (!SameText(value, other, ignoreCase: true)) return false;
            }
            else if (IsNeverIgnored(name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNeverIgnored(ReadOnlySpan<byte> name) =>
        SameText(name, "user"u8, ignoreCase: true) || SameText(name, "ttl"u8, ignoreCase: true)
        || SameText(name, "method"u8, ignoreCase: true) || SameText(name, "maddr"u8, ignoreCase: true)
        || SameText(name, "transport"u8, ignoreCase: true);

    private static bool HoldsAll(ReadOnlySpan<byte> components, ReadOnlySpan<byte> others, byte separator)
    {
        while (TryNext(ref components, separator, out var name, out var value))
        {
            if (!TryFind(others, separator, name, out var other) || !SameText(value, other, ignoreCase: true)) return false;
        }

        return true;
    }

    /// <summary>The value of the component of this name; names are compared unescaped and in any case.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> all, byte separator, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> value)
    {
        while (TryNext(ref all, separator, out var name, out value))
        {
            if (SameText(name, wanted, ignoreCase: true)) return true;
        }

        return false;
    }

    private static bool SameTel(in SipUri one, in SipUri other) =>
        SameNumber(one.User, other.User)
        && HoldsAll(one.Parameters, other.Parameters, (byte)';') && HoldsAll(other.Parameters, one.Parameters, (byte)';');

    private static bool SameNumber(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < one.Length && VisualSeparators.Contains(one[i])) i++;
            while (j < other.Length && VisualSeparators.Contains(other[j])) j++;
            if (i == one.Length || j == other.Length) return i == one.Length && j == other.Length;
            if (Lower(one[i++]) != Lower(other[j++])) return false;
        }
    }

    /// <summary>An escaped byte equals itself unescaped, unless it is one of the reserved, which mean something when bare.</summary>
    private static bool SameText(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, bool ignoreCase)
    {
        int i = 0, j = 0;
        for (; i < one.Length && j < other.Length; i++, j++)
        {
            var left = UriEscapes.Decode(one, ref i, out var leftEscaped);
            var right = UriEscapes.Decode(other, ref j, out var rightEscaped);
            if (left != right && !(ignoreCase && Lower(left) == Lower(right))) return false;
            if (leftEscaped != rightEscaped && ";/?:@&=+$,"u8.Contains(left)) return false;
        }

        return i == one.Length && j == other.Length;
    }

    private static byte Lower(byte one) => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;
}
