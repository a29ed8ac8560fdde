using System.Buffers.Text;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Writes a message into a buffer that is used again and again (<see cref="Clear"/>); one per worker is enough, for
/// nothing is kept in it between turns. Headers come in the order they are written in.
/// </summary>
public sealed class SipWriter
{
    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Forgets what has been written.</summary>
    public SipWriter Clear()
    {
        _length = 0;
        return this;
    }

    /// <summary><c>METHOD uri SIP/2.0</c>, beginning a new message.</summary>
    public SipWriter Request(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri) =>
        Clear().Text(method).Text(" "u8).Text(uri).Text(" SIP/2.0\r\n"u8);

    /// <summary><c>SIP/2.0 code reason</c>, beginning a new message.</summary>
    public SipWriter Status(int code, ReadOnlySpan<byte> reason) =>
        Clear().Text("SIP/2.0 "u8).Number(code).Text(" "u8).Text(reason).Text("\r\n"u8);

    /// <summary>A whole header field.</summary>
    public SipWriter Header(HeaderName name, ReadOnlySpan<byte> value) => Begin(name).Text(value).End();

    /// <summary>A whole header field whose value is a number.</summary>
    public SipWriter Header(HeaderName name, long value) => Begin(name).Number(value).End();

    /// <summary>A whole header field that the stack has no name for.</summary>
    public SipWriter Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Text(name).Text(": "u8).Text(value).End();

    /// <summary><c>Name: </c>; the value follows, then <see cref="End"/>.</summary>
    public SipWriter Begin(HeaderName name) => Text(HeaderNames.NameOf(name)).Text(": "u8);

    /// <summary>End of a header field.</summary>
    public SipWriter End() => Text("\r\n"u8);

    /// <summary>Bytes as they are.</summary>
    public SipWriter Text(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
        return this;
    }

    /// <summary>UTF-8 of a string; for what is not on every message's way.</summary>
    public SipWriter Text(string text)
    {
        _length += System.Text.Encoding.UTF8.GetBytes(text, Reserve(text.Length * 3));
        return this;
    }

    /// <summary>A number in decimal.</summary>
    public SipWriter Number(long value)
    {
        _ = Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        _length += written;
        return this;
    }

    /// <summary>16 lower-case hexadecimal digits: the form of our tags and branches.</summary>
    public SipWriter Hex(ulong value)
    {
        _ = Utf8Formatter.TryFormat(value, Reserve(16), out var written, new System.Buffers.StandardFormat('x', 16));
        _length += written;
        return this;
    }

    /// <summary>Host of an address, IPv6 in brackets.</summary>
    public SipWriter Host(in NetAddress address)
    {
        if (address.IsIPv6) Text("["u8);
        _length += address.WriteHost(Reserve(48));
        return address.IsIPv6 ? Text("]"u8) : this;
    }

    /// <summary>Ends the header section and the message: Content-Length 0 and the empty line.</summary>
    public SipWriter EndWithoutBody() => Text("Content-Length: 0\r\n\r\n"u8);

    /// <summary>Ends the header section and the message: Content-Type, Content-Length, empty line, body. An empty body has no type.</summary>
    public SipWriter EndWithBody(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return EndWithoutBody();
        return Header(HeaderName.ContentType, contentType).Header(HeaderName.ContentLength, body.Length).End().Text(body);
    }

    private Span<byte> Reserve(int length)
    {
        if (_buffer.Length - _length < length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        return _buffer.AsSpan(_length);
    }
}
