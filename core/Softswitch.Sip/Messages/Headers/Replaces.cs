namespace Softswitch.Sip;

/// <summary>The value of Replaces, and of Join and Target-Dialog, which are written alike: a dialog (RFC 3891 §6.1).</summary>
public readonly ref struct Replaces
{
    /// <summary>The dialog's Call-ID.</summary>
    public ReadOnlySpan<byte> CallId { get; private init; }

    /// <summary>Tag of the side that the request reaches.</summary>
    public ReadOnlySpan<byte> ToTag { get; private init; }

    /// <summary>Tag of the other side.</summary>
    public ReadOnlySpan<byte> FromTag { get; private init; }

    /// <summary>Whether only a dialog that is not confirmed yet may be replaced.</summary>
    public bool EarlyOnly { get; private init; }

    /// <summary>
    /// Reads the value; false where it is none: no Call-ID, not exactly one tag of each side (RFC 3891 §6.1).
    /// Target-Dialog calls the tags <c>local-tag</c> and <c>remote-tag</c>, seen from the side that gets the request.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out Replaces replaces)
    {
        replaces = default;
        var semicolon = value.IndexOf((byte)';');
        if (semicolon <= 0) return false;
        ReadOnlySpan<byte> toTag = default, fromTag = default;
        int toTags = 0, fromTags = 0;
        var earlyOnly = false;
        foreach (var parameter in HeaderSyntax.Parameters(value[(semicolon + 1)..]))
        {
            if (parameter.Is("to-tag"u8) || parameter.Is("local-tag"u8))
            {
                toTag = parameter.Value;
                toTags++;
            }
            else if (parameter.Is("from-tag"u8) || parameter.Is("remote-tag"u8))
            {
                fromTag = parameter.Value;
                fromTags++;
            }
            else if (parameter.Is("early-only"u8))
            {
                earlyOnly = true;
            }
        }

        var callId = HeaderSyntax.Trim(value[..semicolon]);
        if (callId.IsEmpty || toTags != 1 || fromTags != 1 || toTag.IsEmpty || fromTag.IsEmpty) return false;
        replaces = new Replaces { CallId = callId, ToTag = toTag, FromTag = fromTag, EarlyOnly = earlyOnly };
        return true;
    }
}
