namespace Softswitch.Sip;

/// <summary>One part of a multipart body (RFC 2046 §5.1): a view.</summary>
/// <param name="headers">Its header fields, as they stand.</param>
/// <param name="content">Its content.</param>
public readonly ref struct BodyPart(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> content)
{
    /// <summary>Its header fields, as they stand.</summary>
    public ReadOnlySpan<byte> Headers { get; } = headers;

    /// <summary>Its content.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    /// <summary>Its Content-Type; <c>text/plain</c> where none is written (RFC 2046 §5.2).</summary>
    public ReadOnlySpan<byte> ContentType => TryGetHeader("Content-Type"u8, out var value) ? value : "text/plain"u8;

    /// <summary>The value of a header field of the part, trimmed.</summary>
    public bool TryGetHeader(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var rest = Headers;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            while (end >= 0 && end + 1 < rest.Length && rest[end + 1] is (byte)' ' or (byte)'\t')
            {
                var more = rest[(end + 1)..].IndexOf((byte)'\n');
                end = more < 0 ? -1 : end + 1 + more;
            }

            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || !HeaderSyntax.EqualsIgnoreCase(HeaderSyntax.Trim(line[..colon]), name)) continue;
            value = HeaderSyntax.Trim(line[(colon + 1)..]);
            return true;
        }

        value = default;
        return false;
    }
}

/// <summary>Reads multipart bodies (RFC 2046 §5.1, RFC 5621).</summary>
public static class Multipart
{
    /// <summary>The parts of <paramref name="body"/>, none where <paramref name="contentType"/> is no multipart type with a boundary.</summary>
    public static PartEnumerator Parts(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body) => new(contentType, body);

    /// <summary>
    /// Finds content of <paramref name="wanted"/> type (<c>application/sdp</c>): the body itself when it is of that type,
    /// or the first such part of a multipart body, one level deep.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> content)
    {
        content = body;
        if (MediaType.Is(contentType, wanted)) return true;
        foreach (var part in Parts(contentType, body))
        {
            content = part.Content;
            if (MediaType.Is(part.ContentType, wanted)) return true;
        }

        content = default;
        return false;
    }

    /// <summary>Walks the parts of a body. Use with <c>foreach</c>.</summary>
    public ref struct PartEnumerator
    {
        private readonly ReadOnlySpan<byte> _boundary;
        private ReadOnlySpan<byte> _rest;

        internal PartEnumerator(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body)
        {
            if (!MediaType.IsMultipart(contentType) || !MediaType.TryGetParameter(contentType, "boundary"u8, out var boundary)) return;
            _boundary = HeaderSyntax.WithoutQuotes(boundary);
            // RFC 2046 §5.1.1: 1 to 70 characters.
            if (_boundary.Length is 0 or > 70) return;
            _rest = TryFindDelimiter(body, out _, out var after) ? after : default;
        }

        /// <summary>The part.</summary>
        public BodyPart Current { get; private set; }

        /// <summary>This.</summary>
        public readonly PartEnumerator GetEnumerator() => this;

        /// <summary>Goes to the next part.</summary>
        public bool MoveNext()
        {
            // Two hyphens after a delimiter close the body.
            if (_rest.IsEmpty || _rest.StartsWith("--"u8)) return false;
            var line = _rest.IndexOf((byte)'\n');
            if (line < 0) return false;
            var part = _rest[(line + 1)..];
            if (TryFindDelimiter(part, out var end, out var after))
            {
                part = part[..end];
                _rest = after;
            }
            else
            {
                _rest = default;
            }

            Current = Split(part);
            return true;
        }

        private readonly bool TryFindDelimiter(ReadOnlySpan<byte> text, out int end, out ReadOnlySpan<byte> after)
        {
            var from = 0;
            while (true)
            {
                var at = text[from..].IndexOf("--"u8);
                if (at < 0) break;
                at += from;
                var line = text[(at + 2)..];
                if ((at == 0 || text[at - 1] == '\n') && line.StartsWith(_boundary) && EndsDelimiter(line[_boundary.Length..]))
                {
                    after = line[_boundary.Length..];
                    // The line break before a delimiter belongs to the delimiter.
                    end = at > 1 && text[at - 2] == '\r' ? at - 2 : Math.Max(0, at - 1);
                    return true;
                }

                from = at + 2;
            }

            end = text.Length;
            after = default;
            return false;
        }

        /// <summary>A boundary may be the beginning of a longer line, which is no delimiter.</summary>
        private static bool EndsDelimiter(ReadOnlySpan<byte> rest) =>
            rest.IsEmpty || rest[0] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' || rest.StartsWith("--"u8);

        private static BodyPart Split(ReadOnlySpan<byte> part)
        {
            if (part.StartsWith("\r\n"u8)) return new BodyPart(default, part[2..]);
            if (part.StartsWith("\n"u8)) return new BodyPart(default, part[1..]);
            var empty = part.IndexOf("\r\n\r\n"u8);
            return empty < 0 ? new BodyPart(part, default) : new BodyPart(part[..empty], part[(empty + 4)..]);
        }
    }
}
