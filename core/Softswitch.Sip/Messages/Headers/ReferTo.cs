namespace Softswitch.Sip;

/// <summary>The value of Refer-To (RFC 3515 §2.1): whom to call, how, and instead of which dialog.</summary>
public readonly ref struct ReferTo
{
    /// <summary>The value as a whole.</summary>
    public NameAddr Address { get; private init; }

    /// <summary>The URI that is referred to, with its header components.</summary>
    public SipUri Uri { get; private init; }

    /// <summary>The method to call it with: INVITE where none is written.</summary>
    public SipMethod Method { get; private init; }

    /// <summary>Reads the value; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out ReferTo referTo)
    {
        referTo = default;
        if (!NameAddr.TryParse(value, out var address) || !address.TryGetUri(out var uri)) return false;
        var method = uri.TryGetParameter("method"u8, out var name) ? SipMethods.Parse(name) : SipMethod.Invite;
        referTo = new ReferTo { Address = address, Uri = uri, Method = method };
        return true;
    }

    /// <summary>
    /// Reads the dialog that the new call shall replace (RFC 3891 §4, RFC 5589 §7): the URI's Replaces component, unescaped
    /// into <paramref name="scratch"/>, which <paramref name="replaces"/> then looks into. False where there is none, it is
    /// wrong, or it is longer than <paramref name="scratch"/>.
    /// </summary>
    public bool TryGetReplaces(Span<byte> scratch, out Replaces replaces)
    {
        replaces = default;
        if (!Uri.TryGetHeader("Replaces"u8, out var escaped) || escaped.Length > scratch.Length) return false;
        var length = UriEscapes.Unescape(escaped, scratch);
        return Replaces.TryParse(scratch[..length], out replaces);
    }
}
