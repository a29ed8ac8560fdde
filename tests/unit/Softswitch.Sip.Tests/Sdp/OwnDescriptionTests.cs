using Softswitch.Net;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

public sealed class OwnDescriptionTests
{
    private static readonly NetAddress Relay = NetAddress.IPv4(0xC6336401, 0);
    private static readonly SdpRelayStream[] Ports = [new(Relay.WithPort(30000)), new(Relay.WithPort(30002)), new(Relay.WithPort(30004))];

    private readonly OwnDescription _own = new(0xFFFF_FFFF_0000_002A);
    private readonly SdpRewriter _rewriter = new();

    [Fact]
    public void Our_session_identity_stays_and_the_version_grows_only_with_the_content()
    {
        var first = Write("m=audio 4000 RTP/AVP 0");
        var same = Write("m=audio 4444 RTP/AVP 0");
        var held = Write("m=audio 4000 RTP/AVP 0\na=sendonly");

        Assert.Contains("o=- 42 1 IN IP4 198.51.100.1\n", SdpSamples.Text(first), StringComparison.Ordinal);
        Assert.Same(first, same);
        Assert.Contains("o=- 42 2 IN IP4 198.51.100.1\n", SdpSamples.Text(held), StringComparison.Ordinal);
        Assert.Contains("o=- 42 3 IN IP4 198.51.100.1\n", SdpSamples.Text(Write("m=audio 4000 RTP/AVP 0")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_rewritten_takes_no_version()
    {
        Write("m=audio 4000 RTP/AVP 0");
        Assert.Null(_own.Write(_rewriter, SdpSamples.WithMedia("m=audio"), Relay, Ports, SdpDrops.Relay, out var error));
        Assert.NotEqual("", error.Text);

        Assert.Contains("o=- 42 2 IN IP4 198.51.100.1\n", SdpSamples.Text(Write("m=audio 4000 RTP/AVP 8")), StringComparison.Ordinal);
    }

    private byte[] Write(string media)
    {
        var written = _own.Write(_rewriter, SdpSamples.WithMedia(media), Relay, Ports, SdpDrops.Relay, out var error);
        Assert.True(written is not null, error.ToString());
        return written;
    }
}
