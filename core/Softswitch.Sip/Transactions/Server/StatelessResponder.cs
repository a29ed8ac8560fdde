namespace Softswitch.Sip;

/// <summary>Answers requests that get no transaction (RFC 3261 §8.2.7), no more of them a second than the limit: an answer to each of a flood is a second flood.</summary>
internal sealed class StatelessResponder(TransactionLayer layer, TransactionLimits limits)
{
    private long _second;
    private int _sent;

    /// <summary>Sends <paramref name="status"/>, unless the request is an ACK, which is never answered.</summary>
    public void Respond(SipMessage request, in TopVia via, in SipPeer from, int status, string? reason = null)
    {
        if (request.Method == SipMethod.Ack || !TryTake())
        {
            layer.Counters.Dropped++;
            return;
        }

        var writer = layer.Writer;
        if (reason is null) writer.Status(status, ReasonPhrases.Of(status));
        else writer.Clear().Text("SIP/2.0 "u8).Number(status).Text(" "u8).Text(reason).End();
        RequestDigest.WriteVias(writer, request, via, from);
        Copy(writer, request, HeaderName.From);
        if (request.Has(HeaderName.To))
        {
            writer.Begin(HeaderName.To).Text(request[HeaderName.To]);
            if (request.ToTag.IsEmpty) writer.Text(";tag="u8).Hex(layer.StatelessTag(via.Parameters));
            writer.End();
        }

        Copy(writer, request, HeaderName.CallId);
        Copy(writer, request, HeaderName.CSeq);
        if (status == 503) writer.Header(HeaderName.RetryAfter, limits.RetryAfter);
        layer.Sender.Send(via.ReplyTo(from), writer.EndWithoutBody().Written);
    }

    private static void Copy(SipWriter writer, SipMessage request, HeaderName name)
    {
        if (request.Has(name)) writer.Header(name, request[name]);
    }

    private bool TryTake()
    {
        var second = layer.Worker.Timers.Now / 1000;
        if (second != _second)
        {
            _second = second;
            _sent = 0;
        }

        return ++_sent <= limits.StatelessResponses;
    }
}
