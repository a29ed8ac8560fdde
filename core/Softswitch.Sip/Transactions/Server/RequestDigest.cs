namespace Softswitch.Sip;

/// <summary>
/// What a server transaction keeps of its request, in one buffer: the key that retransmissions are known by, and the header fields
/// of its responses, ready to be copied: Via, From and To, then our tag if To has none, then the rest.
/// </summary>
internal struct RequestDigest
{
    private byte[]? _bytes;
    private int _branchLength;
    private int _headerStart;
    private int _port;
    private int _tagPoint;
    private int _routesStart;
    private int _end;
    private bool _needsTag;

    /// <summary>The branch, or what stands in its place.</summary>
    public readonly ReadOnlySpan<byte> Branch => _bytes.AsSpan(0, _branchLength);

    /// <summary>Port of the sent-by, or 0.</summary>
    public readonly int Port => _port;

    /// <summary>Host of the sent-by.</summary>
    public readonly ReadOnlySpan<byte> Host => _bytes.AsSpan(_branchLength, _headerStart - _branchLength);

    /// <summary>Copies what is needed out of <paramref name="request"/>.</summary>
    public static RequestDigest Of(
        SipMessage request, in TopVia via, in TransactionKey key, in SipPeer from, bool needsTag, BufferPool buffers, SipWriter scratch)
    {
        var digest = new RequestDigest { _needsTag = needsTag, _branchLength = key.Branch.Length, _port = key.Port };
        scratch.Clear().Text(key.Branch).Text(key.Host);
        digest._headerStart = scratch.Written.Length;
        WriteVias(scratch, request, via, from);
        scratch.Header(HeaderName.From, request[HeaderName.From]).Begin(HeaderName.To).Text(request[HeaderName.To]);
        digest._tagPoint = scratch.Written.Length;
        scratch.End().Header(HeaderName.CallId, request.CallId).Header(HeaderName.CSeq, request[HeaderName.CSeq]);
        if (request.Has(HeaderName.Timestamp)) scratch.Header(HeaderName.Timestamp, request[HeaderName.Timestamp]);
        digest._routesStart = scratch.Written.Length;
        if (request.Has(HeaderName.RecordRoute) && FormsDialog(request.Method)) WriteAll(scratch, request, HeaderName.RecordRoute);
        digest._end = scratch.Written.Length;
        digest._bytes = buffers.Copy(scratch.Written);
        return digest;
    }

    /// <summary>Writes the header fields that every response to the request has (RFC 3261 §8.2.6.2) and Record-Route (§12.1.1).</summary>
    public readonly void WriteTo(SipWriter writer, int status, ulong tag)
    {
        writer.Text(_bytes.AsSpan(_headerStart, _tagPoint - _headerStart));
        if (_needsTag && status > 100) writer.Text(";tag="u8).Hex(tag);
        writer.Text(_bytes.AsSpan(_tagPoint, (status is > 100 and < 300 ? _end : _routesStart) - _tagPoint));
    }

    /// <summary>Gives the buffer back.</summary>
    public void Release(BufferPool buffers)
    {
        if (_bytes is not { } bytes) return;
        this = default;
        buffers.Return(bytes);
    }

    /// <summary>The Via header fields for a response: the first one with where the request came from.</summary>
    public static void WriteVias(SipWriter writer, SipMessage request, in TopVia via, in SipPeer from)
    {
        via.WriteReceived(writer, from.Remote);
        var isFirst = true;
        for (var i = 0; i < request.HeaderCount; i++)
        {
            var field = request.HeaderAt(i);
            if (field.Name != HeaderName.Via) continue;
            if (!isFirst) writer.Header(HeaderName.Via, field.Value);
            isFirst = false;
        }
    }

    private static bool FormsDialog(SipMethod method) =>
        method is SipMethod.Invite or SipMethod.Subscribe or SipMethod.Refer or SipMethod.Notify;

    private static void WriteAll(SipWriter writer, SipMessage request, HeaderName name)
    {
        for (var i = 0; i < request.HeaderCount; i++)
        {
            var field = request.HeaderAt(i);
            if (field.Name == name) writer.Header(name, field.Value);
        }
    }
}
