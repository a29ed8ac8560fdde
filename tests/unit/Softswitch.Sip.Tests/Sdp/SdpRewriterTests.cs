using Softswitch.Net;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

public sealed class SdpRewriterTests
{
    private static readonly NetAddress Relay = NetAddress.IPv4(0xC6336401, 0); // 198.51.100.1
    private static readonly SdpOrigin Origin = new(77, 3, Relay);

    [Fact]
    public void A_desk_phone_s_offer_goes_on_with_our_identity_address_and_port_and_nothing_else_changed()
    {
        var expected = SdpSamples.DeskPhone
            .Replace("o=100 20181 20181 IN IP4 10.0.0.17", "o=- 77 3 IN IP4 198.51.100.1", StringComparison.Ordinal)
            .Replace("c=IN IP4 10.0.0.17", "c=IN IP4 198.51.100.1", StringComparison.Ordinal)
            .Replace("m=audio 11786", "m=audio 30000", StringComparison.Ordinal);

        Assert.Equal(expected.ReplaceLineEndings("\n"), Rewrite(SdpSamples.DeskPhone, SdpDrops.Relay, 30000));
    }

    [Fact]
    public void A_fax_stream_passes_with_its_attributes()
    {
        var written = Rewrite(SdpSamples.Fax, SdpDrops.Relay, 30000);

        Assert.Contains("\nm=image 30000 udptl t38\na=T38FaxVersion:0\n", written, StringComparison.Ordinal);
        Assert.EndsWith("a=T38FaxUdpEC:t38UDPRedundancy\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain("rtcp", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_browser_s_offer_loses_ICE_bundling_and_rtcp_mux_but_keeps_its_keys()
    {
        var written = Rewrite(SdpSamples.Browser, SdpDrops.Relay, 30000, 30002);

        Assert.Equal("""
            v=0
            o=- 77 3 IN IP4 198.51.100.1
            s=-
            t=0 0
            a=extmap-allow-mixed
            a=msid-semantic: WMS stream
            m=audio 30000 UDP/TLS/RTP/SAVPF 111 0 8 126
            c=IN IP4 198.51.100.1
            a=fingerprint:sha-256 19:E2:1C:3B:4B:9F:81:E6:B8:5C:F4:A5:A8:D8:73:04:BB:05:2F:70:9F:04:A9:0E:05:E9:26:33:E8:70:88:A2
            a=setup:actpass
            a=mid:0
            a=sendrecv
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:126 telephone-event/8000
            a=ssrc:1001 cname:4TOk42mSjXCkVIa6
            m=video 30002 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 198.51.100.1
            a=fingerprint:sha-256 19:E2:1C:3B:4B:9F:81:E6:B8:5C:F4:A5:A8:D8:73:04:BB:05:2F:70:9F:04:A9:0E:05:E9:26:33:E8:70:88:A2
            a=setup:actpass
            a=mid:1
            a=sendrecv
            a=rtcp-rsize
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96

            """.ReplaceLineEndings("\n"), written);
    }

    [Fact]
    public void What_the_policy_does_not_drop_stays()
    {
        var written = Rewrite(SdpSamples.Browser, SdpDrops.None, 30000, 30002);

        Assert.Contains("a=group:BUNDLE 0 1\n", written, StringComparison.Ordinal);
        Assert.Contains("a=rtcp-mux\n", written, StringComparison.Ordinal);
        Assert.Contains("a=candidate:", written, StringComparison.Ordinal);
        Assert.DoesNotContain("fingerprint", Rewrite(SdpSamples.Browser, SdpDrops.Dtls, 1, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("crypto", Rewrite(SdpSamples.Text(SdpSamples.WithMedia("m=audio 1 RTP/SAVP 0\na=crypto:1 X inline:y")), SdpDrops.Crypto, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void RTCP_elsewhere_than_after_RTP_is_said_whether_or_not_the_other_leg_said_it()
    {
        var streams = new[] { new SdpRelayStream(Relay.WithPort(30000), 40000) };

        Assert.EndsWith("m=audio 30000 RTP/AVP 0\na=rtcp:40000\n", Rewrite(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0"), streams), StringComparison.Ordinal);
        Assert.EndsWith("a=rtcp:40000\na=x\n", Rewrite(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0\na=rtcp:4444 IN IP4 10.0.0.1\na=x"), streams), StringComparison.Ordinal);
        Assert.EndsWith("m=image 30000 udptl t38\n", Rewrite(SdpSamples.WithMedia("m=image 4000 udptl t38"), streams), StringComparison.Ordinal);
        Assert.DoesNotContain("rtcp", Rewrite(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0\na=rtcp:4444"), [new(Relay.WithPort(30000))]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c=IN IP4 0.0.0.0\nt=0 0\nm=audio 4000 RTP/AVP 0\n")]
    [InlineData("c=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\nc=IN IP4 0.0.0.0\n")]
    public void Hold_by_address_passes(string lines)
    {
        var written = Rewrite("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\n" + lines, SdpDrops.Relay, 30000);
        var streams = new SdpStream[1];

        Assert.True(SdpScanner.TryScan(SdpSamples.Bytes(written), streams, out _, out _));
        Assert.True(streams[0].IsHeld);
        Assert.DoesNotContain("192.0.2.1", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejected_streams_stay_rejected_and_those_without_a_port_become_so()
    {
        var written = Rewrite(SdpSamples.Text(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0\nm=video 0 RTP/AVP 31\nm=message 5000 TCP/MSRP *")), SdpDrops.Relay, 30000, 30002);

        Assert.EndsWith("m=audio 30000 RTP/AVP 0\nm=video 0 RTP/AVP 31\nm=message 0 TCP/MSRP *\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_on_several_relay_addresses_get_a_c_line_each_in_its_place()
    {
        var other = NetAddress.IPv6([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5], 30002);
        var written = Rewrite(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0\nm=video 4002 RTP/AVP 31\ni=title\nb=AS:1"), [new(Relay.WithPort(30000)), new(other)]);

        Assert.EndsWith("c=IN IP4 198.51.100.1\nt=0 0\nm=audio 30000 RTP/AVP 0\nm=video 30002 RTP/AVP 31\ni=title\nc=IN IP6 2001:db8::5\nb=AS:1\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_that_lead_round_the_relay_are_taken_out()
    {
        var written = Rewrite(SdpSamples.Text(SdpSamples.WithMedia("m=audio 4000/2 RTP/AVP 0\na=source-filter: incl IN IP4 * 192.0.2.1\na=altc:1 IP4 192.0.2.1 4000\na=tail")), SdpDrops.None, 30000);

        Assert.DoesNotContain("192.0.2.1", written, StringComparison.Ordinal);
        Assert.EndsWith("m=audio 30000 RTP/AVP 0\na=tail\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_the_standard_wants_are_added_and_bare_line_feeds_become_CRLF()
    {
        var rewriter = new SdpRewriter();

        Assert.True(rewriter.TryRewrite("v=0\no=- 1 1 IN IP4 10.0.0.1\nc=IN IP4 10.0.0.1\nm=audio 4000 RTP/AVP 0\na=x"u8, Origin, [new(Relay.WithPort(30000))], SdpDrops.Relay, out _));
        Assert.Equal("v=0\r\no=- 77 3 IN IP4 198.51.100.1\r\ns=-\r\nc=IN IP4 198.51.100.1\r\nt=0 0\r\nm=audio 30000 RTP/AVP 0\r\na=x\r\n", System.Text.Encoding.UTF8.GetString(rewriter.Written));
    }

    [Fact]
    public void Rubbish_is_refused_with_its_line()
    {
        var rewriter = new SdpRewriter();

        Assert.False(rewriter.TryRewrite("v=0\r\nrubbish\r\n"u8, Origin, [], SdpDrops.None, out var error));
        Assert.Equal(2, error.Line);
        Assert.False(rewriter.TryRewrite("v=0\r\nm=audio\r\n"u8, Origin, [], SdpDrops.None, out error));
        Assert.Equal(2, error.Line);
        Assert.False(rewriter.TryRewrite(new byte[20_000], Origin, [], SdpDrops.None, out error));
        Assert.Equal(0, error.Line);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var rewriter = new SdpRewriter();
        var sdp = SdpSamples.Bytes(SdpSamples.DeskPhone);
        SdpRelayStream[] streams = [new(Relay.WithPort(30000), 30001)];
        Assert.True(rewriter.TryRewrite(sdp, Origin, streams, SdpDrops.Relay, out _));

        Assert.Equal(0, Allocation.Least(() => rewriter.TryRewrite(sdp, Origin, streams, SdpDrops.Relay, out _)));
    }

    private static string Rewrite(string sdp, SdpDrops drops, params ushort[] ports) =>
        Rewrite(SdpSamples.Bytes(sdp), [.. ports.Select(port => new SdpRelayStream(Relay.WithPort(port)))], drops);

    private static string Rewrite(byte[] sdp, SdpRelayStream[] streams, SdpDrops drops = SdpDrops.Relay)
    {
        var rewriter = new SdpRewriter();
        Assert.True(rewriter.TryRewrite(sdp, Origin, streams, drops, out var error), error.ToString());
        return SdpSamples.Text(rewriter.Written);
    }
}
