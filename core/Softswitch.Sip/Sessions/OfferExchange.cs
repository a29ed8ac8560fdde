namespace Softswitch.Sip;

/// <summary>Which offer/answer exchange is going on in a session, by what carries its offer. There is one at a time (RFC 3264 §4).</summary>
internal enum Exchange : byte
{
    /// <summary>None: either side may offer.</summary>
    None,

    /// <summary>Our INVITE carries the offer; the answer comes in a reliable provisional response or the 2xx.</summary>
    OurInvite,

    /// <summary>Our INVITE or re-INVITE carries none: the peer offers in a reliable provisional response or the 2xx.</summary>
    OurWish,

    /// <summary>Our re-INVITE carries the offer.</summary>
    OurReInvite,

    /// <summary>Our UPDATE carries the offer.</summary>
    OurUpdate,

    /// <summary>Our reliable provisional response carries the offer; the answer comes in PRACK.</summary>
    OurProvisional,

    /// <summary>Our 2xx carries the offer; the answer comes in ACK.</summary>
    OurAnswer,

    /// <summary>The peer's INVITE carries the offer, or wants ours.</summary>
    TheirInvite,

    /// <summary>The peer's re-INVITE carries the offer, or wants ours.</summary>
    TheirReInvite,

    /// <summary>The peer's UPDATE carries the offer.</summary>
    TheirUpdate,

    /// <summary>The peer's PRACK carries the offer.</summary>
    TheirPrack,

    /// <summary>The peer's reliable provisional response carries the offer; our PRACK answers it.</summary>
    TheirProvisional,

    /// <summary>The peer's 2xx carries the offer; our ACK answers it.</summary>
    TheirAnswer,
}

/// <summary>What the exchange in progress allows (RFC 3261 §14, RFC 3311 §5.2, RFC 6337 §2.2).</summary>
internal static class OfferExchange
{
    /// <summary>Whether an offer of ours, or our wish for one, waits for its end.</summary>
    public static bool IsOurs(this Exchange exchange) => exchange is >= Exchange.OurInvite and <= Exchange.OurAnswer;

    /// <summary>Whether the user owes an answer by <see cref="InviteSession.AnswerOffer"/>.</summary>
    public static bool IsPending(this Exchange exchange) => exchange >= Exchange.TheirReInvite;

    /// <summary>
    /// The status for a request of the peer that offers, or that is a re-INVITE; 0 where it may go on. Glare, both sides having
    /// offered, is 491; a second request before the first has been answered is 500 (RFC 3261 §14.2, RFC 3311 §5.2).
    /// </summary>
    public static int StatusFor(this Exchange exchange) => exchange.IsOurs() ? 491 : exchange == Exchange.None ? 0 : 500;

    /// <summary>
    /// How long to wait after 491: the side that made the Call-ID 2.1 to 4 s, the other 0 to 2 s, in steps of 10 ms, so that they
    /// do not meet again (RFC 3261 §14.1).
    /// </summary>
    public static TimeSpan GlareDelay(bool isCallIdOwner, Net.IRandomSource random) =>
        TimeSpan.FromMilliseconds(10 * (isCallIdOwner ? 210 + random.Next(191) : random.Next(201)));
}
