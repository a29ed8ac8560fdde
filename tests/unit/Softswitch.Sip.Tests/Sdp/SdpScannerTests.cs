using System.Text;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

public sealed class SdpScannerTests
{
    [Fact]
    public void The_example_of_RFC_8866_has_three_streams_and_the_last_has_its_own_address()
    {
        var streams = Scan(SdpSamples.Rfc8866);

        Assert.Equal([MediaKind.Audio, MediaKind.Audio, MediaKind.Video], streams.Select(stream => stream.Kind));
        Assert.Equal("198.51.100.1:49180", streams[1].Rtp.ToString());
        Assert.Equal("198.51.100.1:49181", streams[1].Rtcp.ToString());
        Assert.Equal("[2001:db8::2]:51372", streams[2].Rtp.ToString());
        Assert.All(streams, stream => Assert.Equal(MediaDirection.SendRecv, stream.Direction));
    }

    [Fact]
    public void The_example_of_RFC_4566_is_multicast_and_inherits_its_direction_from_the_session()
    {
        var streams = Scan(SdpSamples.Rfc4566);

        Assert.Equal("224.2.17.12:49170", streams[0].Rtp.ToString());
        Assert.All(streams, stream => Assert.Equal(MediaDirection.RecvOnly, stream.Direction));
    }

    [Theory]
    [InlineData("a=sendonly", MediaDirection.SendOnly, true)]
    [InlineData("a=inactive", MediaDirection.Inactive, true)]
    [InlineData("a=recvonly", MediaDirection.RecvOnly, false)]
    [InlineData("a=sendrecv", MediaDirection.SendRecv, false)]
    [InlineData("c=IN IP4 0.0.0.0", MediaDirection.SendOnly, true)]
    [InlineData("c=IN IP6 ::", MediaDirection.SendOnly, true)]
    [InlineData("c=IN IP4 0.0.0.0\na=recvonly", MediaDirection.Inactive, true)]
    public void Hold_is_seen_in_both_spellings(string lines, MediaDirection direction, bool held)
    {
        var stream = Scan(SdpSamples.WithMedia($"m=audio 4000 RTP/AVP 0\n{lines}"))[0];

        Assert.Equal(direction, stream.Direction);
        Assert.Equal(held, stream.IsHeld);
    }

    [Fact]
    public void A_stream_on_the_discard_port_waits_for_ICE_and_is_not_held()
    {
        var video = Scan(SdpSamples.Browser)[1];

        Assert.Equal(9, video.Rtp.Port);
        Assert.False(video.IsHeld);
        Assert.True(video.RtcpMux);
    }

    [Theory]
    [InlineData("a=rtcp:53020", "192.0.2.1:53020")]
    [InlineData("a=rtcp:53020 IN IP4 192.0.2.9", "192.0.2.9:53020")]
    [InlineData("a=rtcp:53020 IN IP6 2001:db8::9", "[2001:db8::9]:53020")]
    [InlineData("a=rtcp-mux", "192.0.2.1:4000")]
    [InlineData("a=sendrecv", "192.0.2.1:4001")]
    public void RTCP_goes_where_the_description_says(string line, string expected) =>
        Assert.Equal(expected, Scan(SdpSamples.WithMedia($"m=audio 4000 RTP/AVP 0\n{line}"))[0].Rtcp.ToString());

    [Fact]
    public void Fax_is_no_RTP_and_has_no_RTCP()
    {
        var stream = Scan(SdpSamples.Fax)[0];

        Assert.Equal(MediaKind.Image, stream.Kind);
        Assert.False(stream.IsRtp);
        Assert.False(stream.Rtcp.IsSet);
        Assert.Equal("192.0.2.44:16416", stream.Rtp.ToString());
    }

    [Fact]
    public void A_rejected_stream_needs_no_address()
    {
        var streams = Scan("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\nm=audio 4000 RTP/AVP 0\nc=IN IP4 192.0.2.1\nm=video 0 RTP/AVP 31\n");

        Assert.True(streams[1].IsRejected);
        Assert.False(streams[1].Rtp.IsSet);
    }

    [Theory]
    [InlineData("v=0\no=- 1 1 IN IP4 192.0.2.1\nm=audio 4000 RTP/AVP 0\nc=IN IP4 192.0.2.1\n")] // neither s= nor t=
    [InlineData("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n\n")] // an empty line at the end
    [InlineData("v=0\no=John Doe 1 1 IN IP4 192.0.2.1\ns= \nc=IN IP4 192.0.2.1\nt=0 0\nm=audio  4000 RTP/AVP  0 ")] // spaces, no end of line
    [InlineData("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=x\nc=IN IP4 192.0.2.1\nt=0 0\nX=strange\nm=audio 4000 RTP/AVP 0\nq=?\na=\n")]
    [InlineData("v=0\no=- 99999999999999999999999 1 IN IP4 h\ns=x\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n")]
    public void What_real_phones_get_wrong_is_tolerated_with_bare_line_feeds_too(string sdp)
    {
        Assert.Equal("192.0.2.1:4000", Scan(sdp)[0].Rtp.ToString());
        Assert.Equal("192.0.2.1:4000", Scan(Encoding.UTF8.GetBytes(sdp))[0].Rtp.ToString());
    }

    [Fact]
    public void A_host_name_for_an_address_is_accepted_and_gives_none()
    {
        var stream = Scan("v=0\no=- 1 1 IN IP4 h\ns=-\nc=IN IP4 media.example.com\nt=0 0\nm=audio 4000 RTP/AVP 0\n")[0];

        Assert.False(stream.Rtp.IsSet);
        Assert.False(stream.IsRejected);
    }

    [Theory]
    [InlineData("", 1, "a description begins with v=0")]
    [InlineData("v=1\n", 1, "a description begins with v=0")]
    [InlineData("s=-\nv=0\n", 1, "a description begins with v=0")]
    [InlineData("v=0\ns=-\nt=0 0\n", 0, "no o= line")]
    [InlineData("v=0\no=- 1 IN IP4 1.1.1.1\n", 2, "o= is not of the form user id version IN IP4 address")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\no=- 1 1 IN IP4 h\n", 3, "a second o=")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nv=0\n", 3, "a second v=")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nrubbish\n", 3, "not of the form letter=value")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\n=x\n", 3, "not of the form letter=value")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\ns=a\rm=audio 1 RTP/AVP 0\n", 3, "a carriage return without a line feed")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\ns=a\0b\n", 3, "a NUL byte")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nc=IN IP5 1.1.1.1\n", 3, "c= is not of the form IN IP4 address")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nc=ATM IP4 1.1.1.1\n", 3, "c= is not of the form IN IP4 address")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nm=audio 4000 RTP/AVP 0\na=x\n", 3, "no c= line for this media")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 h\nm=audio 70000 RTP/AVP 0\n", 4, "m= is not of the form media port protocol formats")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 h\nm=audio -1 RTP/AVP 0\n", 4, "m= is not of the form media port protocol formats")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 h\nm=audio 4000/0 RTP/AVP 0\n", 4, "m= is not of the form media port protocol formats")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 h\nm=audio 4000 RTP/AVP\n", 4, "m= is not of the form media port protocol formats")]
    [InlineData("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 h\nm=audio 4000 RTP/AVP 0\na=rtcp:x\n", 5, "a=rtcp is not of the form port IN IP4 address")]
    public void What_could_be_read_in_two_ways_is_refused_with_the_line(string sdp, int line, string text)
    {
        Assert.False(SdpScanner.TryScan(SdpSamples.Bytes(sdp.Replace("\r", "\u0001", StringComparison.Ordinal)).Select(b => b == 1 ? (byte)'\r' : b).ToArray(), new SdpStream[4], out _, out var error));

        Assert.Equal(new SdpError(line, text), error);
    }

    [Fact]
    public void Sizes_and_counts_are_limited()
    {
        Refused(SdpSamples.WithMedia(string.Concat(Enumerable.Repeat("m=audio 4000 RTP/AVP 0\n", 33))), "line 38: more than 32 media descriptions");
        Refused(SdpSamples.WithMedia("m=audio 4000 RTP/AVP 0\n" + string.Concat(Enumerable.Repeat("a=x\n", 257))), "line 263: more than 256 attributes");
        Refused(SdpSamples.WithMedia("a=" + new string('x', 16 * 1024)), "longer than 16 KB");
        Assert.Equal(32, Scan(SdpSamples.WithMedia(string.Concat(Enumerable.Repeat("m=audio 4000 RTP/AVP 0\n", 32)))).Length);

        static void Refused(byte[] sdp, string text)
        {
            Assert.False(SdpScanner.TryScan(sdp, new SdpStream[SdpLimits.MediaCount], out _, out var error));
            Assert.Equal(text, error.ToString());
        }
    }

    private static SdpStream[] Scan(string sdp) => Scan(SdpSamples.Bytes(sdp));

    private static SdpStream[] Scan(byte[] sdp)
    {
        var streams = new SdpStream[SdpLimits.MediaCount];
        Assert.True(SdpScanner.TryScan(sdp, streams, out var count, out var error), error.ToString());
        return streams[..count];
    }
}
