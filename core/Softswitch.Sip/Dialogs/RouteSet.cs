namespace Softswitch.Sip;

/// <summary>Route sets as comma-separated values of Route (RFC 3261 §12.1).</summary>
internal static class RouteSet
{
    /// <summary>Values of Record-Route that a dialog keeps at most; a message with more has come in a circle.</summary>
    private const int CountLimit = 64;

    /// <summary>Bytes that a route set takes at most.</summary>
    public const int LengthLimit = 8192;

    /// <summary>
    /// Writes the Record-Route values of <paramref name="message"/> into <paramref name="destination"/>: in order for the UAS
    /// (§12.1.1), reversed for the UAC (§12.1.2). Returns the length; 0 where there are none, or more than fit.
    /// </summary>
    public static int Write(SipMessage message, bool reversed, Span<byte> destination)
    {
        if (!message.Has(HeaderName.RecordRoute)) return 0;
        var length = 0;
        var count = 0;
        foreach (var value in message.Values(HeaderName.RecordRoute))
        {
            if (++count > CountLimit || length + value.Length + 1 > destination.Length) return 0;
            if (reversed)
            {
                destination[..length].CopyTo(destination[(value.Length + 1)..]);
                value.CopyTo(destination);
                destination[value.Length] = (byte)',';
            }
            else
            {
                value.CopyTo(destination[length..]);
                destination[length + value.Length] = (byte)',';
            }

            length += value.Length + 1;
        }

        return Math.Max(0, length - 1);
    }

    /// <summary>The first value, and what follows its comma.</summary>
    public static ReadOnlySpan<byte> First(ReadOnlySpan<byte> routes, out ReadOnlySpan<byte> rest)
    {
        var comma = HeaderSyntax.IndexOfComma(routes);
        rest = comma < 0 ? default : routes[(comma + 1)..];
        return HeaderSyntax.Trim(comma < 0 ? routes : routes[..comma]);
    }
}
