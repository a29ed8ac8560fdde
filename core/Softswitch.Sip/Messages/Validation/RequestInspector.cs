namespace Softswitch.Sip;

/// <summary>
/// The checks that RFC 3261 §8.2 has every user agent server make on a valid request, in its order, before the request's
/// own handling. Merged requests (482) are seen by the transaction layer, dialogs that do not exist (481) by the dialogs.
/// </summary>
public static class RequestInspector
{
    /// <summary>Holds a request against what we can do.</summary>
    public static RequestVerdict Inspect(SipMessage request, UasCapabilities capabilities)
    {
        if (request.Method == SipMethod.Unknown) return new RequestVerdict(501, "Not Implemented");
        if (!capabilities.Takes(request.Method)) return new RequestVerdict(405, "Method Not Allowed");
        if (!SipUri.TryParse(request.RequestUri, out var uri)) return new RequestVerdict(400, "Invalid Request-URI");
        if (uri.Scheme == UriScheme.Unknown) return new RequestVerdict(416, "Unsupported URI Scheme");
        // CANCEL and ACK carry no Require of their own (RFC 3261 §8.2.2.3).
        if (request.Method is SipMethod.Ack or SipMethod.Cancel) return RequestVerdict.GoOn;
        foreach (var option in request.Values(HeaderName.Require))
        {
            if (!capabilities.Supports(option)) return new RequestVerdict(420, "Bad Extension");
        }

        if (request.Method == SipMethod.Register && !HasSipAddressOfRecord(request)) return new RequestVerdict(400, "To Is No SIP URI");
        return InspectContent(request, capabilities);
    }

    /// <summary>Whether the request may go one hop further: 483 where Max-Forwards is used up (RFC 3261 §16.3).</summary>
    public static RequestVerdict InspectHops(SipMessage request) =>
        request.Has(HeaderName.MaxForwards) && request.TryGetSeconds(HeaderName.MaxForwards, out var hops) && hops == 0
            ? new RequestVerdict(483, "Too Many Hops")
            : RequestVerdict.GoOn;

    /// <summary>
    /// The Max-Forwards of a request that goes one hop further: one less than it came with, at most 255 as the grammar has
    /// it, 70 where there was none (RFC 3261 §16.6).
    /// </summary>
    public static int HopsLeft(SipMessage request)
    {
        if (!request.Has(HeaderName.MaxForwards) || !request.TryGetSeconds(HeaderName.MaxForwards, out var hops) || hops > 255) return 70;
        return Math.Max(0, (int)hops - 1);
    }

    /// <summary>Whether a user agent client takes the response: with more than one Via it was meant for another (RFC 3261 §8.1.3.3).</summary>
    public static bool IsForUs(SipMessage response) =>
        !response.IsRepeated(HeaderName.Via) && HeaderSyntax.IndexOfComma(response[HeaderName.Via]) < 0;

    private static RequestVerdict InspectContent(SipMessage request, UasCapabilities capabilities)
    {
        if (request.Method == SipMethod.Invite && request.Has(HeaderName.Accept) && !capabilities.IsAcceptedBy(request))
            return new RequestVerdict(406, "Not Acceptable");
        if (request.Body.IsEmpty || IsOptional(request)) return RequestVerdict.GoOn;
        var encoding = request[HeaderName.ContentEncoding];
        if (!encoding.IsEmpty && !HeaderSyntax.EqualsIgnoreCase(encoding, "identity"u8))
            return new RequestVerdict(415, "Unsupported Content-Encoding");
        var isSession = request.Method is SipMethod.Invite or SipMethod.Update or SipMethod.Prack;
        return isSession && !capabilities.TakesSession(request[HeaderName.ContentType], request.Body)
            ? new RequestVerdict(415, "Unsupported Media Type")
            : RequestVerdict.GoOn;
    }

    /// <summary>Whether the body may be left aside when it is not understood (RFC 3261 §20.11).</summary>
    private static bool IsOptional(SipMessage request) =>
        MediaType.TryGetParameter(request[HeaderName.ContentDisposition], "handling"u8, out var handling)
        && HeaderSyntax.EqualsIgnoreCase(handling, "optional"u8);

    private static bool HasSipAddressOfRecord(SipMessage request) =>
        request.TryGetAddress(HeaderName.To, out var to) && to.TryGetUri(out var uri) && uri.IsSip;
}
