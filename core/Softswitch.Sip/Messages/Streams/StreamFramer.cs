namespace Softswitch.Sip;

/// <summary>What stands at the front of a stream's bytes.</summary>
public enum FrameKind : byte
{
    /// <summary>Not enough has arrived to say, or to make a message.</summary>
    NeedMore,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>A keep-alive that is answered with a CRLF (RFC 5626 §3.5.1: two CRLF).</summary>
    Ping,

    /// <summary>The answer to a keep-alive, or an empty line before a message (RFC 3261 §7.5): nothing to do.</summary>
    Pong,

    /// <summary>A message over the limits: answer 513 to its header section if that is whole, then close the connection.</summary>
    TooLarge,

    /// <summary>A header section without exactly one valid Content-Length, so that nobody knows where the next message begins: answer 400, then close the connection.</summary>
    Malformed,
}

/// <summary>The next thing in a stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">
/// How many bytes it takes from the front: the message's for <see cref="FrameKind.Message"/>; the header section's, if it is
/// whole, for <see cref="FrameKind.TooLarge"/> and <see cref="FrameKind.Malformed"/>; 0 for <see cref="FrameKind.NeedMore"/>.
/// </param>
public readonly record struct Frame(FrameKind Kind, int Length);

/// <summary>
/// Finds the messages in the bytes of one TCP or TLS connection (RFC 3261 §18.3). Give it all bytes that were received and
/// not yet taken; take <see cref="Frame.Length"/> bytes off the front when it names something. Bytes that it has looked at
/// once are not looked at again when more arrive.
/// </summary>
public sealed class StreamFramer(SipLimits limits)
{
    // Of the message at the front: how far its end of header section was searched, and its whole length once known.
    private int _searched;
    private int _headerEnd;
    private int _total;
    private bool _wasLoneBreak;

    /// <summary>What the front of <paramref name="buffer"/> is.</summary>
    public Frame Next(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty) return default;
        if (buffer[0] is (byte)'\r' or (byte)'\n') return NextBreak(buffer);
        _wasLoneBreak = false;
        if (_total == 0)
        {
            var kind = Measure(buffer);
            if (kind is FrameKind.TooLarge or FrameKind.Malformed) return Finish(kind, _headerEnd);
            if (kind == FrameKind.NeedMore) return default;
        }

        return buffer.Length < _total ? default : Finish(FrameKind.Message, _total);
    }

    private Frame Finish(FrameKind kind, int length)
    {
        _searched = _headerEnd = _total = 0;
        return new Frame(kind, length);
    }

    private Frame NextBreak(ReadOnlySpan<byte> buffer)
    {
        if (buffer[0] == '\n') return new Frame(FrameKind.Pong, 1);
        if (buffer.Length == 1) return default;
        if (buffer[1] != '\n') return new Frame(FrameKind.Malformed, 0);
        if (_wasLoneBreak)
        {
            _wasLoneBreak = false;
            return new Frame(FrameKind.Ping, 2);
        }

        if (buffer.StartsWith("\r\n\r\n"u8)) return new Frame(FrameKind.Ping, 4);
        // The other half of a ping can be in the next segment.
        _wasLoneBreak = buffer.Length <= 3 && (buffer.Length == 2 || buffer[2] == '\r');
        return new Frame(FrameKind.Pong, 2);
    }

    private FrameKind Measure(ReadOnlySpan<byte> buffer)
    {
        var from = Math.Max(0, _searched - 3);
        var at = buffer[from..].IndexOf("\r\n\r\n"u8);
        if (at < 0)
        {
            _searched = buffer.Length;
            return buffer.Length > limits.HeaderLength ? FrameKind.TooLarge : FrameKind.NeedMore;
        }

        _headerEnd = from + at + 4;
        if (_headerEnd > limits.HeaderLength) return FrameKind.TooLarge;
        if (!TryReadContentLength(buffer[..(_headerEnd - 2)], out var length)) return FrameKind.Malformed;
        if (length > limits.MessageLength - _headerEnd) return FrameKind.TooLarge;
        _total = _headerEnd + length;
        return FrameKind.Message;
    }

    /// <summary>The one Content-Length of a header section; false where there is none, more than one, or no number.</summary>
    private static bool TryReadContentLength(ReadOnlySpan<byte> head, out int length)
    {
        length = 0;
        var count = 0;
        while (!head.IsEmpty)
        {
            var end = head.IndexOf((byte)'\n') + 1;
            if ((head[0] | 0x20) is 'l' or 'c')
            {
                while (end < head.Length && head[end] is (byte)' ' or (byte)'\t') end += head[end..].IndexOf((byte)'\n') + 1;
                var colon = head[..end].IndexOf((byte)':');
                if (colon > 0 && HeaderNames.Parse(HeaderSyntax.Trim(head[..colon])) == HeaderName.ContentLength)
                {
                    if (!HeaderSyntax.TryParseNumber(HeaderSyntax.Trim(head[(colon + 1)..end]), int.MaxValue, out length)) return false;
                    count++;
                }
            }

            head = head[end..];
        }

        return count == 1;
    }
}
