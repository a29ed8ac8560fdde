using System.Buffers;

namespace Softswitch.Sip;

/// <summary>
/// The second look at a message, after <see cref="SipMessage.TryParse"/> has found its parts: whether what every element
/// needs of it is there, once, and well formed (RFC 3261 §8.1.1, §7.3). What only some need (Date, Expires, a body ...) is
/// left to those.
/// </summary>
public static class MessageValidation
{
    // Backspace, bell, NUL and their kind may stand in a quoted pair only; line breaks have been dealt with by the parser.
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Append(127).Where(one => one is not ('\t' or '\r' or '\n')).Select(one => (byte)one)]);

    private static readonly HeaderName[] Mandatory = [HeaderName.Via, HeaderName.From, HeaderName.To, HeaderName.CallId];

    private static readonly HeaderName[] Single =
    [
        HeaderName.From, HeaderName.To, HeaderName.CallId, HeaderName.CSeq, HeaderName.MaxForwards, HeaderName.ContentLength,
        HeaderName.ContentType, HeaderName.Expires, HeaderName.Event, HeaderName.ReferTo, HeaderName.Replaces, HeaderName.RAck,
        HeaderName.SessionExpires,
    ];

    private static readonly ulong SingleMask = Single.Aggregate(0UL, (mask, name) => mask | (1UL << (int)name));

    /// <summary>
    /// Whether the message may be acted on. If not, <paramref name="error"/> has the status to answer with, 0 for what is
    /// dropped: a response, an ACK, a request without a usable Via.
    /// </summary>
    public static bool TryValidate(SipMessage message, out SipParseError error)
    {
        var fault = Find(message, out var status);
        error = fault is null ? default : new SipParseError(message.StatusFor(status), fault, 0);
        return fault is null;
    }

    private static string? Find(SipMessage message, out int status)
    {
        status = 400;
        foreach (var name in Mandatory)
        {
            if (message[name].IsEmpty) return Missing(name);
        }

        if ((message.Repeated & SingleMask) != 0) return Repeated(message);
        if (HoldsBareControl(message.Head)) return "Control Character in a Header Field";
        if (message.CallId.ContainsAny((byte)' ', (byte)'\t')) return "Invalid Call-ID";
        foreach (var value in message.Values(HeaderName.Via))
        {
            if (!Via.TryParse(value, out _)) return "Invalid Via";
        }

        if (!IsAddress(message[HeaderName.From])) return "Invalid From";
        if (!IsAddress(message[HeaderName.To])) return "Invalid To";
        return message.IsRequest ? FindInRequest(message) : null;
    }

    private static string? FindInRequest(SipMessage request)
    {
        if (!SipUri.TryParse(request.RequestUri, out var uri)) return "Invalid Request-URI";
        // Header components of a Request-URI must never become header fields (RFC 3261 §19.1.1, table 1).
        if (!uri.Headers.IsEmpty) return "Header Components in the Request-URI";
        if (request.Has(HeaderName.MaxForwards) && !HeaderSyntax.TryParseSeconds(request[HeaderName.MaxForwards], out _))
            return "Invalid Max-Forwards";
        foreach (var contact in request.Values(HeaderName.Contact))
        {
            if (!IsAddress(contact) && !(request.Method == SipMethod.Register && contact.SequenceEqual("*"u8))) return "Invalid Contact";
        }

        foreach (var route in request.Values(HeaderName.Route))
        {
            if (!IsAddress(route)) return "Invalid Route";
        }

        foreach (var route in request.Values(HeaderName.RecordRoute))
        {
            if (!IsAddress(route)) return "Invalid Record-Route";
        }

        return null;
    }

    private static bool IsAddress(ReadOnlySpan<byte> value)
    {
        if (!NameAddr.TryParse(value, out var address) || !address.TryGetUri(out _)) return false;
        // Without brackets a comma or a question mark could be the URI's or the list's (RFC 3261 §20.10).
        if (!address.IsBracketed) return !address.Uri.ContainsAny((byte)',', (byte)'?');
        // Names that are not quoted though they should be are let pass, but for a comma: it parts values elsewhere.
        return value[0] == '"' || !address.DisplayName.ContainsAny((byte)',', (byte)'"');
    }

    private static bool HoldsBareControl(ReadOnlySpan<byte> head)
    {
        while (true)
        {
            var at = head.IndexOfAny(Controls);
            if (at < 0) return false;
            if (at == 0 || head[at - 1] != '\\') return true;
            head = head[(at + 1)..];
        }
    }

    private static string Missing(HeaderName name) => name switch
    {
        HeaderName.Via => "Missing Via",
        HeaderName.From => "Missing From",
        HeaderName.To => "Missing To",
        _ => "Missing Call-ID",
    };

    private static string Repeated(SipMessage message)
    {
        foreach (var name in Single)
        {
            if (message.IsRepeated(name)) return "Several " + System.Text.Encoding.ASCII.GetString(HeaderNames.NameOf(name));
        }

        return "Several of a Single Header Field";
    }
}
