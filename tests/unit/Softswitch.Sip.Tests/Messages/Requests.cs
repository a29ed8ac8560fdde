using System.Text;

namespace Softswitch.Sip.Tests.Messages;

/// <summary>Small messages for tests.</summary>
internal static class Requests
{
    /// <summary>A valid request; <paramref name="more"/> are further header lines, each ended by CRLF.</summary>
    public static byte[] Of(string method, string more = "", string body = "", string uri = "sip:bob@example.com") => Encoding.UTF8.GetBytes(
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK74bf9;rport\r\nMax-Forwards: 70\r\n"
        + "From: \"Alice\" <sip:alice@example.com>;tag=9fxced76sl\r\nTo: Bob <sip:bob@example.com>\r\nCall-ID: 3848276298220188511@192.0.2.1\r\n"
        + $"CSeq: 1 {method}\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static SipMessage Parse(ReadOnlySpan<byte> bytes)
    {
        var message = new SipMessage();
        Assert.True(message.TryParse(bytes, SipLimits.Default, out var error), error.Text);
        return message;
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
