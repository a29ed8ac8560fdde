namespace Softswitch.Sip;

/// <summary>What a user agent server's core does with a request by the common rules of RFC 3261 §8.2.</summary>
/// <param name="Status">The status to refuse it with, or 0 to go on.</param>
/// <param name="Reason">The reason phrase for the response; empty to go on.</param>
public readonly record struct RequestVerdict(int Status, string Reason)
{
    /// <summary>Nothing speaks against the request.</summary>
    public static RequestVerdict GoOn => new(0, "");

    /// <summary>Whether the request may go on.</summary>
    public bool IsGood => Status == 0;

    /// <summary>Writes the header fields that RFC 3261 wants in such a response: Allow, Unsupported, Accept, Accept-Encoding.</summary>
    public void WriteHeaders(SipWriter writer, SipMessage request, UasCapabilities capabilities)
    {
        switch (Status)
        {
            case 405 or 501:
                writer.Header(HeaderName.Allow, capabilities.Allow.Span);
                break;
            case 406:
                writer.Header(HeaderName.Accept, capabilities.Accept.Span);
                break;
            case 415 when request.Has(HeaderName.ContentEncoding):
                writer.Header(HeaderName.Accept, capabilities.Accept.Span).Header(HeaderName.AcceptEncoding, "identity"u8);
                break;
            case 415:
                writer.Header(HeaderName.Accept, capabilities.Accept.Span);
                break;
            case 420:
                foreach (var option in request.Values(HeaderName.Require))
                {
                    if (!capabilities.Supports(option)) writer.Header(HeaderName.Unsupported, option);
                }

                break;
        }
    }
}
