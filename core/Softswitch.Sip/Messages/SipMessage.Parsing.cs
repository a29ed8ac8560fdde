namespace Softswitch.Sip;

public sealed partial class SipMessage
{
    /// <summary>
    /// Reads one message from a datagram, or from a stream that has been cut into messages, replacing what this instance
    /// held. False where it is no message; what could be read is then still there, so that it can be answered. This step
    /// finds the parts; whether they are what RFC 3261 wants of a message is for <see cref="MessageValidation"/> to say.
    /// Bytes after the body are left out (RFC 3261 §18.3).
    /// </summary>
    public bool TryParse(ReadOnlySpan<byte> datagram, SipLimits limits, out SipParseError error)
    {
        Reset(datagram);
        var position = 0;
        var fault = new Fault();
        if (_length > limits.MessageLength) fault.Note(513, "Message Too Large", 0);
        while (position < _length && _bytes[position] is (byte)'\r' or (byte)'\n') position++;
        // After a fault the reading goes on: an answer needs Via, From, To, Call-ID and CSeq.
        if (TryReadStartLine(ref position, ref fault) && TryReadHeaders(ref position, limits, ref fault))
        {
            ReadCSeq(ref fault);
            ReadBody(position, ref fault);
        }

        error = fault.Text is null ? default : new SipParseError(StatusFor(fault.Status), fault.Text, fault.Offset);
        return fault.Text is null;
    }

    /// <summary>The status that a fault is answered with: none for responses, for ACK, and where there is no Via to send it along.</summary>
    internal int StatusFor(int status) => IsRequest && Method != SipMethod.Ack && TryGetTopVia(out _) ? status : 0;

    private void Reset(ReadOnlySpan<byte> datagram)
    {
        if (_bytes.Length < datagram.Length) _bytes = new byte[datagram.Length];
        datagram.CopyTo(_bytes);
        _length = datagram.Length;
        Array.Clear(_first);
        _fieldCount = 0;
        _repeated = 0;
        _headEnd = 0;
        _method = _requestUri = _reason = _body = default;
        IsRequest = false;
        Method = SipMethod.Unknown;
        StatusCode = 0;
        CSeqNumber = 0;
    }

    private bool TryReadStartLine(ref int position, ref Fault fault)
    {
        var rest = _bytes.AsSpan(position, _length - position);
        var length = rest.IndexOf((byte)'\n');
        if (length < 0) return fault.Note(400, "No End of the Start Line", position);
        var line = rest[..length].TrimEnd("\r \t"u8);
        var start = position;
        position += length + 1;
        return line.Length >= 4 && HeaderSyntax.EqualsIgnoreCase(line[..4], "SIP/"u8)
            ? TryReadStatusLine(rest[..length], start, ref fault)
            : TryReadRequestLine(line, start, ref fault);
    }

    private bool TryReadStatusLine(ReadOnlySpan<byte> line, int start, ref Fault fault)
    {
        line = line.TrimEnd((byte)'\r');
        if (line.Length < 11 || !HeaderSyntax.EqualsIgnoreCase(line[..8], "SIP/2.0 "u8)) return fault.Note(0, "No Status Line", start);
        // Three digits and no more (RFC 3261 §25.1: Status-Code), of the six classes.
        if (line[8] is < (byte)'1' or > (byte)'6' || !char.IsAsciiDigit((char)line[9]) || !char.IsAsciiDigit((char)line[10])
            || (line.Length > 11 && line[11] != ' '))
            return fault.Note(0, "No Status Code from 100 to 699", start);
        StatusCode = ((line[8] - '0') * 100) + ((line[9] - '0') * 10) + line[10] - '0';
        if (line.Length > 12) _reason = new Slice(start + 12, line.Length - 12);
        return true;
    }

    private bool TryReadRequestLine(ReadOnlySpan<byte> line, int start, ref Fault fault)
    {
        // More blanks than one between the parts and at the end are let pass (RFC 4475 §3.1.2.9, §3.1.2.10).
        var methodEnd = line.IndexOf((byte)' ');
        var uriEnd = line.LastIndexOf((byte)' ');
        if (methodEnd <= 0 || !HeaderSyntax.IsToken(line[..methodEnd])) return fault.Note(400, "No Request Line", start);
        IsRequest = true;
        _method = new Slice(start, methodEnd);
        Method = SipMethods.Parse(line[..methodEnd]);
        var version = line[(uriEnd + 1)..];
        if (!version.SequenceEqual("SIP/2.0"u8) && !HeaderSyntax.EqualsIgnoreCase(version, "SIP/2.0"u8))
        {
            _ = uriEnd > methodEnd && version.Length > 4 && HeaderSyntax.EqualsIgnoreCase(version[..4], "SIP/"u8)
                ? fault.Note(505, "Version Not Supported", start + uriEnd + 1)
                : fault.Note(400, "No SIP Version in the Request Line", start + uriEnd + 1);
            return true;
        }

        var uriStart = methodEnd + 1;
        while (uriStart < uriEnd && line[uriStart] == ' ') uriStart++;
        while (uriEnd > uriStart && line[uriEnd - 1] == ' ') uriEnd--;
        if (uriEnd <= uriStart) _ = fault.Note(400, "No Request-URI", start);
        else _requestUri = new Slice(start + uriStart, uriEnd - uriStart);
        return true;
    }

    private bool TryReadHeaders(ref int position, SipLimits limits, ref Fault fault)
    {
        var start = position;
        var fieldLimit = Math.Min(limits.HeaderCount, ushort.MaxValue - 1);
        while (true)
        {
            var length = _bytes.AsSpan(position, _length - position).IndexOfAny((byte)'\r', (byte)'\n');
            if (length < 0) return fault.Note(400, "No Empty Line after the Header Fields", position);
            var end = position + length;
            var next = AfterBreak(end);
            if (next == end) return fault.Note(400, "Carriage Return within a Line", end);
            if (length == 0)
            {
                _headEnd = position;
                position = next;
                return next - start <= limits.HeaderLength || fault.Note(513, "Header Section Too Large", 0);
            }

            if (next < _length && _bytes[next] is (byte)' ' or (byte)'\t' && !TryUnfold(ref end, ref next, ref fault)) return false;
            if (_fieldCount == fieldLimit) return fault.Note(400, "Too Many Header Fields", position);
            if (!TryAddField(position, end)) _ = fault.Note(400, "Malformed Header Field", position);
            position = next;
        }
    }

    /// <summary>The place after the line break at <paramref name="end"/>, or <paramref name="end"/> where a CR begins none.</summary>
    private int AfterBreak(int end)
    {
        if (_bytes[end] == '\n') return end + 1;
        return end + 1 < _length && _bytes[end + 1] == '\n' ? end + 2 : end;
    }

    /// <summary>A line that begins with white space goes on from the one before: the break between them becomes blanks (RFC 3261 §7.3.1).</summary>
    private bool TryUnfold(ref int end, ref int next, ref Fault fault)
    {
        while (next < _length && _bytes[next] is (byte)' ' or (byte)'\t')
        {
            _bytes.AsSpan(end, next - end).Fill((byte)' ');
            var more = _bytes.AsSpan(next, _length - next).IndexOfAny((byte)'\r', (byte)'\n');
            if (more < 0) return fault.Note(400, "No Empty Line after the Header Fields", next);
            end = next + more;
            next = AfterBreak(end);
            if (next == end) return fault.Note(400, "Carriage Return within a Line", end);
        }

        return true;
    }

    private bool TryAddField(int start, int end)
    {
        var line = _bytes.AsSpan(start, end - start);
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return false;
        var nameEnd = colon;
        while (nameEnd > 0 && line[nameEnd - 1] is (byte)' ' or (byte)'\t') nameEnd--;
        var name = line[..nameEnd];
        var id = HeaderNames.Parse(name);
        if (id == HeaderName.Unknown && !HeaderSyntax.IsToken(name)) return false;
        var valueStart = colon + 1;
        var valueEnd = line.Length;
        while (valueStart < valueEnd && line[valueStart] is (byte)' ' or (byte)'\t') valueStart++;
        while (valueEnd > valueStart && line[valueEnd - 1] is (byte)' ' or (byte)'\t') valueEnd--;
        if (_fieldCount == _fields.Length) Array.Resize(ref _fields, Math.Max(32, _fieldCount * 2));
        _fields[_fieldCount++] = new Field(id, new Slice(start, nameEnd), new Slice(start + valueStart, valueEnd - valueStart));
        ref var first = ref _first[(int)id];
        if (first == 0) first = (ushort)_fieldCount;
        else if ((int)id < 64) _repeated |= 1UL << (int)id;
        return true;
    }

    private void ReadCSeq(ref Fault fault)
    {
        if (!CSeq.TryParse(this[HeaderName.CSeq], out var cseq))
        {
            _ = fault.Note(400, Has(HeaderName.CSeq) ? "Invalid CSeq" : "Missing CSeq", 0);
            return;
        }

        CSeqNumber = cseq.Number;
        if (IsRequest)
        {
            if (!cseq.MethodName.SequenceEqual(MethodName)) _ = fault.Note(400, "CSeq Method Differs from the Request's", 0);
            return;
        }

        Method = SipMethods.Parse(cseq.MethodName);
        var field = _fields[_first[(int)HeaderName.CSeq] - 1].Value;
        _method = new Slice(field.Start + field.Length - cseq.MethodName.Length, cseq.MethodName.Length);
    }

    private void ReadBody(int position, ref Fault fault)
    {
        var length = _length - position;
        if (Has(HeaderName.ContentLength))
        {
            if (!HeaderSyntax.TryParseNumber(this[HeaderName.ContentLength], int.MaxValue, out var said)) _ = fault.Note(400, "Invalid Content-Length", 0);
            else if (said > length) _ = fault.Note(400, "Content-Length Larger than the Body", position);
            else length = said;
        }

        _body = new Slice(position, length);
    }

    /// <summary>The first thing found wrong.</summary>
    private struct Fault
    {
        public int Status;
        public string? Text;
        public int Offset;

        /// <summary>Keeps the fault unless there is one already; returns false.</summary>
        public bool Note(int status, string text, int offset)
        {
            if (Text is null) (Status, Text, Offset) = (status, text, offset);
            return false;
        }
    }
}
