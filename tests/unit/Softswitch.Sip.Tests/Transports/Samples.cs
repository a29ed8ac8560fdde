using System.Text;

namespace Softswitch.Sip.Tests.Transports;

/// <summary>Messages to send.</summary>
internal static class Samples
{
    public static byte[] Request(string callId, int bodyLength = 0, string method = "OPTIONS", char fill = 'x') => Encoding.UTF8.GetBytes(
        $"{method} sip:bob@example.org SIP/2.0\r\n" +
        "Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK776asdhds;rport\r\n" +
        "Max-Forwards: 70\r\n" +
        "From: <sip:alice@example.org>;tag=1928301774\r\n" +
        "To: <sip:bob@example.org>\r\n" +
        $"Call-ID: {callId}\r\n" +
        $"CSeq: 1 {method}\r\n" +
        $"Content-Length: {bodyLength}\r\n\r\n" +
        new string(fill, bodyLength));

    public static byte[] Response(SipMessage request) => Response(Encoding.UTF8.GetString(request.CallId));

    public static byte[] Response(string callId) => Encoding.UTF8.GetBytes(
        "SIP/2.0 200 OK\r\n" +
        "Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK776asdhds;rport\r\n" +
        "From: <sip:alice@example.org>;tag=1928301774\r\n" +
        "To: <sip:bob@example.org>;tag=1\r\n" +
        $"Call-ID: {callId}\r\n" +
        "CSeq: 1 OPTIONS\r\n" +
        "Content-Length: 0\r\n\r\n");
}
