using System.Net;
using System.Text;

namespace Softswitch.Sip.Tests.Messages.Uris;

public class HostSyntaxTests
{
    [Theory]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("2001:db8::", "2001:db8::")]
    [InlineData("2001:db8::9:1", "2001:db8::9:1")]
    [InlineData("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [InlineData("::ffff:192.0.2.10", "::ffff:192.0.2.10")]
    [InlineData("2001:db8::192.0.2.1", "2001:db8::192.0.2.1")]
    [InlineData("2001:db8:::192.0.2.1", "2001:db8::192.0.2.1")]
    [InlineData("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:192.0.2.1")]
    public void IPv6_addresses_are_read(string text, string same)
    {
        Span<byte> bytes = stackalloc byte[16];
        Assert.True(HostSyntax.TryParseIPv6(Encoding.UTF8.GetBytes(text), bytes));
        Assert.Equal(IPAddress.Parse(same).GetAddressBytes(), bytes.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("12345::")]
    [InlineData("1:2:3:4:5:6:7:192.0.2.1")]
    [InlineData("::1:")]
    [InlineData("fe80::1%eth0")]
    public void What_is_no_IPv6_address_is_refused(string text) => Assert.False(HostSyntax.IsIPv6(Encoding.UTF8.GetBytes(text)));
}
