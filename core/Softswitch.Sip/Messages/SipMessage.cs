namespace Softswitch.Sip;

/// <summary>
/// A SIP message read from the wire: its bytes and an index of its header fields. Nothing is copied into strings; views
/// of single headers are parsed when they are asked for. An instance is reused for message after message
/// (<see cref="TryParse"/>), so what is needed longer is copied out or <see cref="Clone"/>d.
/// </summary>
public sealed partial class SipMessage
{
    private byte[] _bytes = new byte[2048];
    private int _length;
    private int _headEnd;
    private Slice _method;
    private Slice _requestUri;
    private Slice _reason;
    private Slice _body;

    /// <summary>Whether it is a request; otherwise a response.</summary>
    public bool IsRequest { get; private set; }

    /// <summary>The request's method; for a response that of its CSeq.</summary>
    public SipMethod Method { get; private set; }

    /// <summary>The method's name as it stands in the message (of the request line, or of the response's CSeq).</summary>
    public ReadOnlySpan<byte> MethodName => Of(_method);

    /// <summary>The Request-URI; empty in a response.</summary>
    public ReadOnlySpan<byte> RequestUri => Of(_requestUri);

    /// <summary>100 to 699 in a response, 0 in a request.</summary>
    public int StatusCode { get; private set; }

    /// <summary>The response's reason phrase, perhaps empty.</summary>
    public ReadOnlySpan<byte> ReasonPhrase => Of(_reason);

    /// <summary>The body: as long as Content-Length says, or to the end of the datagram.</summary>
    public ReadOnlySpan<byte> Body => Of(_body);

    /// <summary>The Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => this[HeaderName.CallId];

    /// <summary>Number of the CSeq header, 0 to 2³¹−1.</summary>
    public uint CSeqNumber { get; private set; }

    /// <summary>The whole message as received, but for folded lines, whose breaks have become blanks.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Start line and header fields, without the empty line that ends them.</summary>
    internal ReadOnlySpan<byte> Head => _bytes.AsSpan(0, _headEnd);

    /// <summary>A copy that stays.</summary>
    public SipMessage Clone()
    {
        var copy = new SipMessage
        {
            IsRequest = IsRequest,
            Method = Method,
            StatusCode = StatusCode,
            CSeqNumber = CSeqNumber,
            _bytes = Bytes.ToArray(),
            _length = _length,
            _headEnd = _headEnd,
            _method = _method,
            _requestUri = _requestUri,
            _reason = _reason,
            _body = _body,
            _fields = _fields[.._fieldCount],
            _fieldCount = _fieldCount,
            _repeated = _repeated,
        };
        _first.CopyTo(copy._first, 0);
        return copy;
    }

    private ReadOnlySpan<byte> Of(Slice slice) => _bytes.AsSpan(slice.Start, slice.Length);

    private readonly record struct Slice(int Start, int Length);
}
