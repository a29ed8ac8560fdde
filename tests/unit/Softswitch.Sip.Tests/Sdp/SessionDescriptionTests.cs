using System.Text;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

public sealed class SessionDescriptionTests
{
    [Theory]
    [InlineData(SdpSamples.Rfc8866)]
    [InlineData(SdpSamples.Rfc4566)]
    [InlineData(SdpSamples.DeskPhone)]
    [InlineData(SdpSamples.Browser)]
    [InlineData(SdpSamples.Fax)]
    public void What_is_read_is_written_byte_for_byte(string sdp) =>
        Assert.Equal(SdpSamples.Text(SdpSamples.Bytes(sdp)), SdpSamples.Text(Parse(sdp).ToBytes()));

    [Fact]
    public void Unknown_lines_and_attributes_stay_in_their_places()
    {
        const string sdp = "v=0\no=- 1 2 IN IP4 192.0.2.1\ns=é\nX=session\na=weird:thing:two\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\nY=media\na=\n";

        Assert.Equal(sdp, SdpSamples.Text(Parse(sdp).ToBytes()));
    }

    [Fact]
    public void Bare_line_feeds_become_CRLF()
    {
        Assert.True(SessionDescription.TryParse(Encoding.UTF8.GetBytes(SdpSamples.DeskPhone.ReplaceLineEndings("\n")), out var description, out _));

        Assert.Equal(SdpSamples.Bytes(SdpSamples.DeskPhone), description!.ToBytes());
    }

    [Fact]
    public void Identity_and_version_are_those_of_the_o_line()
    {
        var description = Parse(SdpSamples.Rfc8866);

        Assert.Equal(("3724394400", "3724394405"), (description.SessionId, description.Version));
    }

    [Fact]
    public void Formats_have_their_names_and_parameters()
    {
        var audio = Parse(SdpSamples.DeskPhone).Media[0];

        Assert.Equal(["9", "8", "0", "18", "101"], audio.Formats);
        Assert.Equal(["9 G722/8000", "8 PCMA/8000", "0 PCMU/8000", "18 G729/8000", "101 telephone-event/8000"], audio.Codecs.Select(codec => codec.ToString()));
        Assert.Equal("annexb=no", audio.Parameters(18));
        Assert.Equal("0-15", audio.Parameters(101));
        Assert.Null(audio.Parameters(0));
        Assert.Equal(20, audio.PacketTime);
    }

    [Fact]
    public void What_a_browser_offers_is_understood()
    {
        var description = Parse(SdpSamples.Browser);
        var audio = description.Media[0];

        Assert.Equal(["0", "1"], Assert.Single(description.Bundles));
        Assert.Equal("UDP/TLS/RTP/SAVPF", audio.Protocol);
        Assert.Equal("actpass", audio.Setup);
        Assert.StartsWith("sha-256 19:E2", audio.Fingerprint, StringComparison.Ordinal);
        Assert.Single(audio.Candidates);
        Assert.Equal(new SdpCodec(111, "opus", 48000, 2), audio.Codecs[0]);
        Assert.Equal("0", audio.Attribute("mid"));
        Assert.Equal(["96 nack pli"], description.Media[1].Attributes("rtcp-fb"));
    }

    [Fact]
    public void Fax_is_told_from_other_images()
    {
        var fax = Parse(SdpSamples.Fax).Media[0];

        Assert.True(fax.IsFax);
        Assert.Equal(["t38"], fax.Formats);
        Assert.Empty(fax.Codecs);
        Assert.Equal("14400", fax.Attribute("T38MaxBitRate"));
    }

    [Fact]
    public void Keys_bandwidth_and_port_counts_are_read()
    {
        Assert.True(SessionDescription.TryParse(SdpSamples.WithMedia("b=AS:512\nm=audio 4000/2 RTP/SAVP 0\nb=AS:64\nb=TIAS:64000\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR"), out var description, out _));
        var media = description!.Media[0];

        Assert.Equal(["AS:512"], description.Bandwidths);
        Assert.Equal(["AS:64", "TIAS:64000"], media.Bandwidths);
        Assert.Equal(2, media.PortCount);
        Assert.StartsWith("1 AES_CM_128_HMAC_SHA1_80", Assert.Single(media.Crypto), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_gives_the_line_and_no_description()
    {
        Assert.False(SessionDescription.TryParse("v=0\r\no=bad\r\n"u8, out var description, out var error));

        Assert.Null(description);
        Assert.Equal(2, error.Line);
    }

    private static SessionDescription Parse(string sdp)
    {
        Assert.True(SessionDescription.TryParse(SdpSamples.Bytes(sdp), out var description, out var error), error.ToString());
        return description!;
    }
}
