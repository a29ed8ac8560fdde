using System.Buffers.Text;

namespace Softswitch.Sip;

public sealed partial class SipMessage
{
    /// <summary>
    /// Reads one message from a datagram, or from a stream that has been cut into messages, replacing what this instance
    /// held. False where it is no valid message; what could be read is then still there, so that it can be answered.
    /// </summary>
    public bool TryParse(ReadOnlySpan<byte> datagram, SipLimits limits, out SipParseError error)
    {
        Reset(datagram);
        var position = 0;
        while (position < _length && _bytes[position] is (byte)'\r' or (byte)'\n') position++;
        if (!TryReadStartLine(ref position, out error)) return false;
        if (!TryReadHeaders(ref position, limits, out error)) return false;
        return TryReadCSeq(out error) && TryReadBody(position, out error);
    }

    private void Reset(ReadOnlySpan<byte> datagram)
    {
        if (_bytes.Length < datagram.Length) _bytes = new byte[datagram.Length];
        datagram.CopyTo(_bytes);
        _length = datagram.Length;
        for (var i = 0; i < _fieldCount; i++) _first[(int)_fields[i].Name] = 0;
        _fieldCount = 0;
        _method = _requestUri = _reason = _body = default;
        IsRequest = false;
        Method = SipMethod.Unknown;
        StatusCode = 0;
        CSeqNumber = 0;
    }

    private bool TryReadStartLine(ref int position, out SipParseError error)
    {
        error = default;
        var line = _bytes.AsSpan(position, _length - position);
        var end = line.IndexOf((byte)'\n');
        if (end < 0) return Fail(0, "no end of the start line", position, out error);
        line = line[..end].TrimEnd((byte)'\r');
        var first = line.IndexOf((byte)' ');
        var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)' ') + first + 1;
        if (line.StartsWith("SIP/2.0 "u8))
        {
            if (second <= first) second = line.Length;
            if (!Utf8Parser.TryParse(line[(first + 1)..second], out int status, out _) || status is < 100 or > 699)
                return Fail(0, "no status code from 100 to 699", position, out error);
            StatusCode = status;
            _reason = second < line.Length ? new Slice(position + second + 1, line.Length - second - 1) : default;
        }
        else
        {
            if (second <= first) return Fail(400, "no request line", position, out error);
            IsRequest = true;
            _method = new Slice(position, first);
            _requestUri = new Slice(position + first + 1, second - first - 1);
            Method = SipMethods.Parse(MethodName);
            if (!line[(second + 1)..].SequenceEqual("SIP/2.0"u8)) return Fail(505, "Version Not Supported", position, out error);
        }

        position += end + 1;
        return true;
    }

    private bool TryReadHeaders(ref int position, SipLimits limits, out SipParseError error)
    {
        error = default;
        while (true)
        {
            var lineLength = _bytes.AsSpan(position, _length - position).IndexOf((byte)'\n');
            if (lineLength < 0) return Fail(400, "no empty line after the header fields", position, out error);
            var end = position + lineLength;
            // A line that begins with white space goes on from the one before (RFC 3261 §7.3.1): its break becomes blanks.
            while (end > position + 1 && end + 1 < _length && _bytes[end + 1] is (byte)' ' or (byte)'\t')
            {
                _bytes[end] = (byte)' ';
                if (_bytes[end - 1] == '\r') _bytes[end - 1] = (byte)' ';
                var more = _bytes.AsSpan(end, _length - end).IndexOf((byte)'\n');
                if (more < 0) return Fail(400, "no empty line after the header fields", end, out error);
                end += more;
            }

            var line = _bytes.AsSpan(position, end - position).TrimEnd((byte)'\r');
            if (line.IsEmpty)
            {
                position = end + 1;
                return true;
            }

            if (_fieldCount == limits.HeaderCount) return Fail(400, "too many header fields", position, out error);
            if (!TryAddField(position, line)) return Fail(400, "header field without a colon", position, out error);
            position = end + 1;
        }
    }

    private bool TryAddField(int start, ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return false;
        var name = line[..colon].TrimEnd(" \t"u8);
        var value = line[(colon + 1)..];
        var lead = value.Length - value.TrimStart(" \t\r\n"u8).Length;
        if (_fieldCount == _fields.Length) Array.Resize(ref _fields, _fieldCount * 2);
        var id = HeaderNames.Parse(name);
        _fields[_fieldCount++] = new Field(
            id, new Slice(start, name.Length), new Slice(start + colon + 1 + lead, HeaderSyntax.Trim(value).Length));
        if (_first[(int)id] == 0 && _fieldCount <= byte.MaxValue) _first[(int)id] = (byte)_fieldCount;
        return true;
    }

    private bool TryReadCSeq(out SipParseError error)
    {
        error = default;
        var value = this[HeaderName.CSeq];
        if (!Utf8Parser.TryParse(value, out uint number, out var digits) || number > int.MaxValue)
            return Fail(400, "no valid CSeq", 0, out error);
        CSeqNumber = number;
        var method = HeaderSyntax.Trim(value[digits..]);
        if (IsRequest) return method.SequenceEqual(MethodName) || Fail(400, "CSeq method differs from the request's", 0, out error);
        Method = SipMethods.Parse(method);
        return true;
    }

    private bool TryReadBody(int position, out SipParseError error)
    {
        error = default;
        var length = _length - position;
        if (Has(HeaderName.ContentLength))
        {
            if (!Utf8Parser.TryParse(this[HeaderName.ContentLength], out int said, out _) || said < 0)
                return Fail(400, "no valid Content-Length", 0, out error);
            if (said > length) return Fail(400, "body shorter than Content-Length", position, out error);
            length = said;
        }

        _body = new Slice(position, length);
        return true;
    }

    private bool Fail(int status, string text, int offset, out SipParseError error)
    {
        error = new SipParseError(IsRequest ? status : 0, text, offset);
        return false;
    }
}
