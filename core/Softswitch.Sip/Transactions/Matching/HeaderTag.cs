namespace Softswitch.Sip;

/// <summary>The tag of a From or To (RFC 3261 §19.3).</summary>
internal static class HeaderTag
{
    /// <summary>The tag, empty where there is none.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> fromOrTo)
    {
        var semicolon = HeaderSyntax.IndexOfOutside(fromOrTo, (byte)';');
        return semicolon >= 0 && HeaderSyntax.TryGetParameter(fromOrTo[(semicolon + 1)..], "tag"u8, out var tag) ? tag : default;
    }
}
