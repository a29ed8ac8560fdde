namespace Softswitch.Bench.Micro.Sip.Messages;

/// <summary>Messages as phones send them.</summary>
internal static class Samples
{
    /// <summary>15 header fields and a body of 237 bytes.</summary>
    public static byte[] Invite { get; } =
        """
        INVITE sip:1002@192.0.2.10:5060 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.21:5062;branch=z9hG4bK3d1f4a7c2b9e8d60;rport
        Max-Forwards: 70
        From: "Alice Example" <sip:1001@acme.example>;tag=8f2c1d7e5a
        To: <sip:1002@acme.example>
        Call-ID: 7c1b2f9a-44d0-4d5e-9b1e-0a8d6f1c2e3b@192.0.2.21
        CSeq: 20 INVITE
        Contact: <sip:1001@192.0.2.21:5062;transport=udp>;+sip.instance="<urn:uuid:2f1a6b34-0c5d-4e8f-9a7b-1c2d3e4f5a6b>"
        User-Agent: Examplephone T46 108.86.0.20
        Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY, MESSAGE
        Supported: replaces, 100rel, timer
        Session-Expires: 1800;refresher=uac
        Min-SE: 90
        P-Preferred-Identity: <sip:1001@acme.example>
        Content-Type: application/sdp
        Content-Length: 237

        v=0
        o=- 20518 20518 IN IP4 192.0.2.21
        s=SDP data
        c=IN IP4 192.0.2.21
        t=0 0
        m=audio 11782 RTP/AVP 0 8 9 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:9 G722/8000
        a=rtpmap:101 telephone-event/8000
        a=ptime:20
        a=sendrecv

        """u8.Lines();

    public static byte[] Register { get; } =
        """
        REGISTER sip:acme.example SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.21:5062;branch=z9hG4bK1f7b3a9c5d2e8f40;rport
        Max-Forwards: 70
        From: <sip:1001@acme.example>;tag=4b8a2c6d
        To: <sip:1001@acme.example>
        Call-ID: 2d6f8a1c-3b5e-4f7a-8c9d-0e1f2a3b4c5d@192.0.2.21
        CSeq: 2 REGISTER
        Contact: <sip:1001@192.0.2.21:5062>;expires=3600
        User-Agent: Examplephone T46 108.86.0.20
        Expires: 3600
        Content-Length: 0


        """u8.Lines();

    public static byte[] Ok { get; } =
        """
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK0123456789abcdef;rport=5060;received=192.0.2.10
        From: "Alice Example" <sip:1001@acme.example>;tag=0123456789abcdef
        To: <sip:1002@acme.example>;tag=fedcba9876543210
        Call-ID: 8899aabbccddeeff@192.0.2.10
        CSeq: 1 INVITE
        Contact: <sip:1002@192.0.2.22:5064>
        User-Agent: Examplephone T46 108.86.0.20
        Content-Length: 0


        """u8.Lines();

    /// <summary>The bytes with CRLF at the end of every line.</summary>
    private static byte[] Lines(this ReadOnlySpan<byte> text) =>
        System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(text).ReplaceLineEndings("\r\n"));
}
