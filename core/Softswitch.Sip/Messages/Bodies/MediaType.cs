namespace Softswitch.Sip;

/// <summary>Values of Content-Type and Accept (RFC 3261 §20.15): <c>application/sdp;charset=utf-8</c>.</summary>
public static class MediaType
{
    /// <summary>Whether <paramref name="value"/> is of type <paramref name="wanted"/> (<c>application/sdp</c>), whatever its parameters.</summary>
    public static bool Is(ReadOnlySpan<byte> value, ReadOnlySpan<byte> wanted)
    {
        var type = TypeOf(value);
        if (HeaderSyntax.EqualsIgnoreCase(type, wanted)) return true;
        // White space may stand around the slash (RFC 3261 §25.1: SLASH).
        var slash = type.IndexOf((byte)'/');
        var wantedSlash = wanted.IndexOf((byte)'/');
        return slash > 0 && wantedSlash > 0
            && HeaderSyntax.EqualsIgnoreCase(HeaderSyntax.Trim(type[..slash]), wanted[..wantedSlash])
            && HeaderSyntax.EqualsIgnoreCase(HeaderSyntax.Trim(type[(slash + 1)..]), wanted[(wantedSlash + 1)..]);
    }

    /// <summary>Whether a range of Accept (<c>application/*</c>, <c>application/sdp;q=0.5</c>) covers <paramref name="type"/>.</summary>
    public static bool Matches(ReadOnlySpan<byte> range, ReadOnlySpan<byte> type)
    {
        if (Is(range, type) || Is(range, "*/*"u8)) return true;
        var slash = type.IndexOf((byte)'/');
        var all = TypeOf(range);
        return slash > 0 && all.Length == slash + 2 && all[^1] == '*' && HeaderSyntax.EqualsIgnoreCase(all[..(slash + 1)], type[..(slash + 1)]);
    }

    /// <summary>Whether it is one of the multipart types.</summary>
    public static bool IsMultipart(ReadOnlySpan<byte> value)
    {
        var slash = value.IndexOf((byte)'/');
        return slash > 0 && HeaderSyntax.EqualsIgnoreCase(HeaderSyntax.Trim(value[..slash]), "multipart"u8);
    }

    /// <summary>Type and subtype, without parameters.</summary>
    public static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> value)
    {
        var semicolon = value.IndexOf((byte)';');
        return HeaderSyntax.Trim(semicolon < 0 ? value : value[..semicolon]);
    }

    /// <summary>The value of a parameter, quotes kept.</summary>
    public static bool TryGetParameter(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> parameter)
    {
        parameter = default;
        var semicolon = value.IndexOf((byte)';');
        return semicolon >= 0 && HeaderSyntax.TryGetParameter(value[(semicolon + 1)..], name, out parameter);
    }
}
