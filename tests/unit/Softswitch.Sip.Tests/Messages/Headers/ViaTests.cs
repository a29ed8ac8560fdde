using System.Text;

namespace Softswitch.Sip.Tests.Messages.Headers;

public class ViaTests
{
    [Fact]
    public void Every_part_is_seen()
    {
        Assert.True(Via.TryParse("SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKx;received=192.0.2.1;rport=5070;maddr=239.1.2.3;ttl=16"u8, out var via));
        Assert.Equal("UDP", Text(via.Transport));
        Assert.Equal("[2001:db8::9:1]", Text(via.Host));
        Assert.Equal(6050, via.Port);
        Assert.Equal("z9hG4bKx", Text(via.Branch));
        Assert.True(via.HasUniqueBranch);
        Assert.Equal("192.0.2.1", Text(via.Received));
        Assert.True(via.HasRport);
        Assert.Equal(5070, via.Rport);
        Assert.Equal("239.1.2.3", Text(via.Maddr));
        Assert.Equal(16, via.Ttl);
    }

    [Fact]
    public void White_space_may_stand_between_all_parts()
    {
        Assert.True(Via.TryParse("SIP  /   2.0    / UDP     first.example.com : 4000  ;  branch  =   z9hG4bK9ikj8  "u8, out var via));
        Assert.Equal("2.0", Text(via.Version));
        Assert.Equal("UDP", Text(via.Transport));
        Assert.Equal("first.example.com", Text(via.Host));
        Assert.Equal(4000, via.Port);
        Assert.Equal("z9hG4bK9ikj8", Text(via.Branch));
    }

    [Fact]
    public void A_request_for_rport_has_no_value()
    {
        Assert.True(Via.TryParse("SIP/2.0/TCP h;rport;branch=z9hG4bK"u8, out var via));
        Assert.True(via.HasRport);
        Assert.Equal(0, via.Rport);
        Assert.Equal(-1, via.Ttl);
        Assert.False(via.HasUniqueBranch);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0 h")]
    [InlineData("SIP/2.0/UDP ;branch=x")]
    [InlineData("SIP/2.0/UDP h:99999")]
    [InlineData("S P/2.0/UDP h")]
    public void What_is_no_via_is_refused(string text) => Assert.False(Via.TryParse(Encoding.UTF8.GetBytes(text), out _));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
