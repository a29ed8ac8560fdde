using System.Buffers;

namespace Softswitch.Sip;

public sealed partial class SipMessage
{
    private static readonly SearchValues<byte> EndOfSeconds = SearchValues.Create(" \t\r\n;("u8);

    /// <summary>The From header's tag; empty where there is none.</summary>
    public ReadOnlySpan<byte> FromTag => NameAddr.TryParse(this[HeaderName.From], out var from) ? from.Tag : default;

    /// <summary>The To header's tag; empty where there is none: the request is outside of a dialog.</summary>
    public ReadOnlySpan<byte> ToTag => NameAddr.TryParse(this[HeaderName.To], out var to) ? to.Tag : default;

    /// <summary>Reads the topmost Via.</summary>
    public bool TryGetTopVia(out Via via)
    {
        foreach (var value in Values(HeaderName.Via)) return Via.TryParse(value, out via);
        via = default;
        return false;
    }

    /// <summary>Reads the first value of a header of addresses: From, To, Contact, Route, Refer-To, P-Asserted-Identity ...</summary>
    public bool TryGetAddress(HeaderName name, out NameAddr address)
    {
        foreach (var value in Values(name)) return NameAddr.TryParse(value, out address);
        address = default;
        return false;
    }

    /// <summary>Whether a list header (Supported, Require, Allow, Privacy ...) names this token, in any case.</summary>
    public bool HasOption(HeaderName name, ReadOnlySpan<byte> option)
    {
        foreach (var value in Values(name))
        {
            if (HeaderSyntax.EqualsIgnoreCase(value, option)) return true;
        }

        return false;
    }

    /// <summary>Reads a header of seconds (Expires, Min-Expires, Retry-After, Min-SE); parameters and comments after the number are left.</summary>
    public bool TryGetSeconds(HeaderName name, out uint seconds)
    {
        var value = this[name];
        var end = value.IndexOfAny(EndOfSeconds);
        return HeaderSyntax.TryParseSeconds(end < 0 ? value : value[..end], out seconds);
    }

    /// <summary>Finds content of <paramref name="type"/> (<c>application/sdp</c>) in the body, alone or as a part of several.</summary>
    public bool TryGetBody(ReadOnlySpan<byte> type, out ReadOnlySpan<byte> content)
    {
        content = default;
        return !Body.IsEmpty && Multipart.TryFind(this[HeaderName.ContentType], Body, type, out content);
    }
}
