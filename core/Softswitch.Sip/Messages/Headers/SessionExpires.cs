namespace Softswitch.Sip;

/// <summary>Which side refreshes a session (RFC 4028 §4).</summary>
public enum SessionRefresher : byte
{
    /// <summary>It is not said.</summary>
    None,

    /// <summary>The side that sent the request.</summary>
    Uac,

    /// <summary>The side that answered it.</summary>
    Uas,
}

/// <summary>The value of Session-Expires, and of Min-SE, which has no refresher (RFC 4028 §4, §5).</summary>
/// <param name="Seconds">The interval; what is larger than 2³²−1 counts as that.</param>
/// <param name="Refresher">Who refreshes.</param>
public readonly record struct SessionExpires(uint Seconds, SessionRefresher Refresher)
{
    /// <summary>Reads the value; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out SessionExpires expires)
    {
        expires = default;
        var semicolon = value.IndexOf((byte)';');
        if (!HeaderSyntax.TryParseSeconds(semicolon < 0 ? value : value[..semicolon], out var seconds)) return false;
        var refresher = SessionRefresher.None;
        if (semicolon >= 0 && HeaderSyntax.TryGetParameter(value[(semicolon + 1)..], "refresher"u8, out var who))
        {
            if (HeaderSyntax.EqualsIgnoreCase(who, "uac"u8)) refresher = SessionRefresher.Uac;
            else if (HeaderSyntax.EqualsIgnoreCase(who, "uas"u8)) refresher = SessionRefresher.Uas;
        }

        expires = new SessionExpires(seconds, refresher);
        return true;
    }
}
