namespace Softswitch.Sip;

/// <summary>Names of header fields, long and compact (RFC 3261 §7.3.3 and the IANA registry).</summary>
public static class HeaderNames
{
    private static readonly (HeaderName Name, string Text, char Compact)[] Table =
    [
        (HeaderName.Via, "Via", 'v'), (HeaderName.From, "From", 'f'), (HeaderName.To, "To", 't'),
        (HeaderName.CallId, "Call-ID", 'i'), (HeaderName.CSeq, "CSeq", '\0'), (HeaderName.MaxForwards, "Max-Forwards", '\0'),
        (HeaderName.Contact, "Contact", 'm'), (HeaderName.ContentLength, "Content-Length", 'l'),
        (HeaderName.ContentType, "Content-Type", 'c'), (HeaderName.Route, "Route", '\0'),
        (HeaderName.RecordRoute, "Record-Route", '\0'), (HeaderName.Authorization, "Authorization", '\0'),
        (HeaderName.ProxyAuthorization, "Proxy-Authorization", '\0'), (HeaderName.WwwAuthenticate, "WWW-Authenticate", '\0'),
        (HeaderName.ProxyAuthenticate, "Proxy-Authenticate", '\0'), (HeaderName.AuthenticationInfo, "Authentication-Info", '\0'),
        (HeaderName.Expires, "Expires", '\0'), (HeaderName.MinExpires, "Min-Expires", '\0'),
        (HeaderName.Supported, "Supported", 'k'), (HeaderName.Require, "Require", '\0'),
        (HeaderName.ProxyRequire, "Proxy-Require", '\0'), (HeaderName.Unsupported, "Unsupported", '\0'),
        (HeaderName.Allow, "Allow", '\0'), (HeaderName.AllowEvents, "Allow-Events", 'u'), (HeaderName.Accept, "Accept", '\0'),
        (HeaderName.AcceptEncoding, "Accept-Encoding", '\0'), (HeaderName.AcceptLanguage, "Accept-Language", '\0'),
        (HeaderName.Event, "Event", 'o'), (HeaderName.SubscriptionState, "Subscription-State", '\0'),
        (HeaderName.ReferTo, "Refer-To", 'r'), (HeaderName.ReferredBy, "Referred-By", 'b'), (HeaderName.ReferSub, "Refer-Sub", '\0'),
        (HeaderName.Replaces, "Replaces", '\0'), (HeaderName.Join, "Join", '\0'), (HeaderName.RSeq, "RSeq", '\0'),
        (HeaderName.RAck, "RAck", '\0'), (HeaderName.SessionExpires, "Session-Expires", 'x'), (HeaderName.MinSe, "Min-SE", '\0'),
        (HeaderName.Reason, "Reason", '\0'), (HeaderName.RetryAfter, "Retry-After", '\0'), (HeaderName.Date, "Date", '\0'),
        (HeaderName.Subject, "Subject", 's'), (HeaderName.UserAgent, "User-Agent", '\0'), (HeaderName.Server, "Server", '\0'),
        (HeaderName.Warning, "Warning", '\0'), (HeaderName.Timestamp, "Timestamp", '\0'),
        (HeaderName.ContentDisposition, "Content-Disposition", '\0'), (HeaderName.ContentEncoding, "Content-Encoding", 'e'),
        (HeaderName.MimeVersion, "MIME-Version", '\0'), (HeaderName.SipETag, "SIP-ETag", '\0'),
        (HeaderName.SipIfMatch, "SIP-If-Match", '\0'), (HeaderName.Path, "Path", '\0'),
        (HeaderName.ServiceRoute, "Service-Route", '\0'), (HeaderName.PAssertedIdentity, "P-Asserted-Identity", '\0'),
        (HeaderName.PPreferredIdentity, "P-Preferred-Identity", '\0'), (HeaderName.Privacy, "Privacy", '\0'),
        (HeaderName.Diversion, "Diversion", '\0'), (HeaderName.HistoryInfo, "History-Info", '\0'),
        (HeaderName.AlertInfo, "Alert-Info", '\0'), (HeaderName.CallInfo, "Call-Info", '\0'),
        (HeaderName.AnswerMode, "Answer-Mode", '\0'), (HeaderName.Identity, "Identity", 'y'),
        (HeaderName.Geolocation, "Geolocation", '\0'), (HeaderName.Organization, "Organization", '\0'),
        (HeaderName.Priority, "Priority", '\0'), (HeaderName.InReplyTo, "In-Reply-To", '\0'), (HeaderName.ReplyTo, "Reply-To", '\0'),
        (HeaderName.ErrorInfo, "Error-Info", '\0'), (HeaderName.MaxBreadth, "Max-Breadth", '\0'),
        (HeaderName.TargetDialog, "Target-Dialog", '\0'), (HeaderName.RequestDisposition, "Request-Disposition", 'd'),
        (HeaderName.AcceptContact, "Accept-Contact", 'a'), (HeaderName.RejectContact, "Reject-Contact", 'j'),
    ];

    /// <summary>Names there are, <see cref="HeaderName.Unknown"/> included.</summary>
    internal const int Count = (int)HeaderName.RejectContact + 1;

    private const int SlotCount = 256;

    private static readonly byte[][] Texts = BuildTexts();
    private static readonly HeaderName[] Compacts = BuildCompacts();

    // Hashed by length, first and last letter; a name whose slot is taken stands in the next free one.
    private static readonly HeaderName[] Slots = BuildSlots();

    /// <summary>The header of this name, long or compact, in any case; <see cref="HeaderName.Unknown"/> for others.</summary>
    public static HeaderName Parse(ReadOnlySpan<byte> name)
    {
        if (name.Length <= 1) return name.Length == 1 && name[0] < 128 ? Compacts[name[0] | 0x20] : HeaderName.Unknown;
        for (var slot = SlotOf(name); ; slot = (slot + 1) % SlotCount)
        {
            var candidate = Slots[slot];
            if (candidate == HeaderName.Unknown || HeaderSyntax.EqualsIgnoreCase(name, Texts[(int)candidate])) return candidate;
        }
    }

    /// <summary>The long name as it is written; empty for <see cref="HeaderName.Unknown"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(HeaderName name) => Texts[(int)name];

    private static byte[][] BuildTexts()
    {
        var texts = new byte[Count][];
        texts[0] = [];
        foreach (var (name, text, _) in Table) texts[(int)name] = System.Text.Encoding.ASCII.GetBytes(text);
        return texts;
    }

    private static HeaderName[] BuildCompacts()
    {
        var compacts = new HeaderName[128];
        foreach (var (name, _, compact) in Table)
        {
            if (compact != '\0') compacts[compact] = name;
        }

        return compacts;
    }

    private static HeaderName[] BuildSlots()
    {
        var slots = new HeaderName[SlotCount];
        foreach (var (name, text, _) in Table)
        {
            var slot = SlotOf(System.Text.Encoding.ASCII.GetBytes(text));
            while (slots[slot] != HeaderName.Unknown) slot = (slot + 1) % SlotCount;
            slots[slot] = name;
        }

        return slots;
    }

    private static int SlotOf(ReadOnlySpan<byte> name) =>
        ((name.Length * 39) + ((name[0] | 0x20) * 132) + ((name[^1] | 0x20) * 151)) % SlotCount;
}
