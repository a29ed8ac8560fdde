using System.Text;

namespace Softswitch.Sip.Tests.Messages;

public class SipMessageViewTests
{
    [Fact]
    public void Tags_options_seconds_and_bodies_are_read_from_the_message()
    {
        var message = new SipMessage();
        Assert.True(message.TryParse(
            "INVITE sip:b@c.d SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/TCP b\r\nf: x <sip:a@b>;tag=1\r\nt: <sip:b@c>\r\ni: 1\r\nCSeq: 1 INVITE\r\nk: timer, 100REL\r\nSupported: path\r\nExpires: 60 (soon)\r\nc: application/sdp\r\nl: 5\r\n\r\nv=0\r\n"u8,
            SipLimits.Default,
            out _));
        Assert.Equal("1", Encoding.UTF8.GetString(message.FromTag));
        Assert.True(message.ToTag.IsEmpty);
        Assert.True(message.TryGetTopVia(out var via));
        Assert.Equal("z9hG4bK1", Encoding.UTF8.GetString(via.Branch));
        Assert.True(message.HasOption(HeaderName.Supported, "100rel"u8));
        Assert.True(message.HasOption(HeaderName.Supported, "path"u8));
        Assert.False(message.HasOption(HeaderName.Supported, "tim"u8));
        Assert.True(message.TryGetSeconds(HeaderName.Expires, out var seconds));
        Assert.Equal(60u, seconds);
        Assert.True(message.TryGetBody("application/sdp"u8, out var sdp));
        Assert.Equal("v=0\r\n", Encoding.UTF8.GetString(sdp));
    }
}
